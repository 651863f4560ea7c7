package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobQuery;
import io.syncjobs.server.job.JobUpdate;
import io.syncjobs.server.job.JobUpdate.Change;
import io.syncjobs.server.job.NewJob;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.template.Setting;
import io.syncjobs.server.web.api.generated.model.KeyValuePair;
import io.syncjobs.server.web.api.generated.model.KeyValuePairInput;
import io.syncjobs.server.web.api.generated.model.SynchronizationJob;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobCreate;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobUpdate;
import io.syncjobs.server.web.api.generated.model.SynchronizationSchedule;
import io.syncjobs.server.web.api.generated.model.SynchronizationScheduleInput;
import io.syncjobs.server.web.api.generated.model.SynchronizationScheduleState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** Maps jobs. */
public final class JobMapper {

  private JobMapper() {}

  /**
   * Reads a job to create.
   *
   * @throws Refusal if the body breaks a rule that the contract can only describe
   */
  public static NewJob read(SynchronizationJobCreate body) {
    SynchronizationScheduleInput schedule = value(body.getSchedule());
    OffsetDateTime expiration = schedule == null ? null : value(schedule.getExpiration());
    return new NewJob(
        body.getTemplateId(),
        schedule == null ? null : value(schedule.getInterval()),
        instant(expiration),
        schedule != null && value(schedule.getState()) == SynchronizationScheduleState.ACTIVE,
        settings(value(body.getSynchronizationJobSettings())));
  }

  /**
   * Reads changes to a job.
   *
   * @throws Refusal if the body breaks a rule that the contract can only describe
   */
  public static JobUpdate readUpdate(SynchronizationJobUpdate body) {
    JsonNullable<List<KeyValuePairInput>> settings = body.getSynchronizationJobSettings();
    List<Setting> wanted = settings.isPresent() ? settings(settings.get()) : null;
    if (!body.getSchedule().isPresent()) {
      return new JobUpdate(null, null, null, wanted);
    }
    SynchronizationScheduleInput schedule = body.getSchedule().get();
    if (schedule == null) {
      return new JobUpdate(new Change<>(null), new Change<>(null), null, wanted);
    }
    JsonNullable<OffsetDateTime> expiration = schedule.getExpiration();
    JsonNullable<SynchronizationScheduleState> state = schedule.getState();
    return new JobUpdate(
        schedule.getInterval().isPresent() ? new Change<>(value(schedule.getInterval())) : null,
        expiration.isPresent() ? new Change<>(instant(value(expiration))) : null,
        state.isPresent() ? state(value(state)) : null,
        wanted);
  }

  private static Schedule.State state(@Nullable SynchronizationScheduleState state) {
    return state == null ? Schedule.State.DISABLED : Schedule.State.valueOf(state.name());
  }

  private static List<Setting> settings(@Nullable List<KeyValuePairInput> pairs) {
    List<Setting> settings = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; pairs != null && i < pairs.size(); i++) {
      String name = pairs.get(i).getName();
      JsonNullable<String> value = pairs.get(i).getValue();
      String target = "synchronizationJobSettings/" + i + "/name";
      if (name == null) {
        if (value.isPresent()) {
          throw new Refusal(
              ErrorCode.MISSING_MEMBER,
              target,
              "The member '" + target + "' is required with a value. Add it to the body.");
        }
        continue;
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new Refusal(
            ErrorCode.DUPLICATE_NAME,
            target,
            "The setting %s occurs more than once, perhaps in another case. Send each name once."
                .formatted(Quoted.of(name)));
      }
      Setting setting = new Setting(name, value(value));
      if (!setting.isValid()) {
        throw new Refusal(
            ErrorCode.INVALID_MEMBER,
            "synchronizationJobSettings/" + i + "/value",
            "The setting '%s' must be a whole number from 0 to %d, without leading zeros, but is %s."
                .formatted(
                    name, Setting.NUMBERS.get(name), Quoted.of(String.valueOf(setting.value()))));
      }
      settings.add(setting);
    }
    return settings;
  }

  public static SynchronizationJob write(Job job) {
    return new SynchronizationJob()
        .id(job.id())
        .templateId(job.templateId())
        .schedule(write(job.schedule()))
        .status(StatusMapper.write(job))
        .synchronizationJobSettings(job.settings().stream()
            .map(setting -> new KeyValuePair().name(setting.name()).value(setting.value()))
            .toList());
  }

  /** Reads {@code $orderby}, whose values the contract lists. */
  public static JobQuery.Order readOrder(String orderby) {
    return switch (orderby) {
      case "id desc" -> JobQuery.Order.ID_DESCENDING;
      case "templateId", "templateId asc" -> JobQuery.Order.TEMPLATE_ID;
      case "templateId desc" -> JobQuery.Order.TEMPLATE_ID_DESCENDING;
      default -> JobQuery.Order.ID;
    };
  }

  /** Keeps the id and the members in {@code $select}; null selects all. */
  public static SynchronizationJob select(SynchronizationJob job, @Nullable List<String> members) {
    if (members == null) {
      return job;
    }
    return new SynchronizationJob()
        .atOdataContext(job.getAtOdataContext())
        .id(job.getId())
        .templateId(members.contains("templateId") ? job.getTemplateId() : null)
        .schedule(members.contains("schedule") ? job.getSchedule() : null)
        .status(members.contains("status") ? job.getStatus() : null)
        .synchronizationJobSettings(
            members.contains("synchronizationJobSettings")
                ? job.getSynchronizationJobSettings()
                : null);
  }

  private static SynchronizationSchedule write(Schedule schedule) {
    return new SynchronizationSchedule()
        .expiration(utc(schedule.expiration()))
        .interval(schedule.interval())
        .state(SynchronizationScheduleState.valueOf(schedule.state().name()));
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static <T> @Nullable T value(JsonNullable<T> member) {
    return member.orElse(null);
  }
}
