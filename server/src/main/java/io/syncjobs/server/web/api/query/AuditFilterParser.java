package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditField;
import io.syncjobs.server.audit.AuditFilter;
import io.syncjobs.server.audit.AuditFilter.Operator;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.platform.storage.UtcText;
import io.syncjobs.server.web.api.generated.model.ProvisioningAction;
import io.syncjobs.server.web.api.generated.model.ProvisioningResult;
import io.syncjobs.server.web.api.query.FilterTree.Operand;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses {@code $filter} of the provisioning log. Member names are case-insensitive, because Graph's own links differ in case. */
public final class AuditFilterParser {

  private static final Map<String, AuditField> MEMBERS = Map.ofEntries(
      Map.entry("id", AuditField.ID),
      Map.entry("tenantid", AuditField.TENANT_ID),
      Map.entry("jobid", AuditField.JOB_ID),
      Map.entry("cycleid", AuditField.CYCLE_ID),
      Map.entry("changeid", AuditField.CHANGE_ID),
      Map.entry("activitydatetime", AuditField.ACTIVITY_TIME),
      Map.entry("provisioningaction", AuditField.ACTION),
      Map.entry("provisioningstatusinfo/status", AuditField.RESULT),
      Map.entry("statusinfo/status", AuditField.RESULT),
      Map.entry("serviceprincipal/id", AuditField.APPLICATION_ID),
      Map.entry("sourceidentity/id", AuditField.SOURCE_ID),
      Map.entry("sourceidentity/displayname", AuditField.SOURCE_NAME),
      Map.entry("targetidentity/id", AuditField.TARGET_ID),
      Map.entry("targetidentity/displayname", AuditField.TARGET_NAME),
      Map.entry("sourcesystem/displayname", AuditField.SOURCE_SYSTEM),
      Map.entry("targetsystem/displayname", AuditField.TARGET_SYSTEM),
      Map.entry("initiatedby/displayname", AuditField.INITIATED_BY));

  /** A member that is null in every entry. */
  private static final String ALWAYS_NULL = "serviceprincipal/displayname";

  private static final String SUPPORTED =
      "Supported: eq, ne, gt, ge, lt, le, contains(), startswith() and tolower() on id, tenantId, jobId, cycleId, changeId, servicePrincipal/id,"
          + " servicePrincipal/displayName, sourceIdentity/id, sourceIdentity/displayName, targetIdentity/id, targetIdentity/displayName,"
          + " sourceSystem/displayName, targetSystem/displayName and initiatedBy/displayName, with a string in single quotes; comparisons of"
          + " activityDateTime with a time such as 2026-11-23T10:00:00Z; eq and ne on provisioningAction and provisioningStatusInfo/status;"
          + " and, or, not, parentheses.";

  private AuditFilterParser() {}

  /**
   * Parses a filter.
   *
   * @throws Refusal if it is malformed or not supported
   */
  public static AuditFilter parse(String text) {
    return read(FilterParser.parse(text, SUPPORTED));
  }

  private static AuditFilter read(FilterTree tree) {
    if (tree instanceof FilterTree.And and) {
      return new AuditFilter.And(read(and.operands()));
    }
    if (tree instanceof FilterTree.Or or) {
      return new AuditFilter.Or(read(or.operands()));
    }
    if (tree instanceof FilterTree.Not not) {
      return new AuditFilter.Not(read(not.operand()));
    }
    FilterTree.Test test = (FilterTree.Test) tree;
    String member = test.member().text().toLowerCase(Locale.ROOT);
    if (member.equals(ALWAYS_NULL)) {
      boolean holds = (text(test) == null) == (test.operator() == Operator.EQ)
          && (test.operator() == Operator.EQ || test.operator() == Operator.NE);
      return holds ? AuditFilter.ALL : new AuditFilter.Or(List.of());
    }
    AuditField field = MEMBERS.get(member);
    if (field == null) {
      throw refuse("has %s at character %d, which is no member to filter by"
          .formatted(Quoted.of(test.member().text()), test.member().position()));
    }
    return new AuditFilter.Test(field, test.member().folded(), test.operator(), value(test, field));
  }

  private static List<AuditFilter> read(List<FilterTree> trees) {
    return trees.stream().map(AuditFilterParser::read).toList();
  }

  private static @Nullable String value(FilterTree.Test test, AuditField field) {
    return switch (field.kind()) {
      case KEY, TEXT -> {
        String text = text(test);
        // GUIDs are case-insensitive, and stored in lower case.
        boolean guid = field == AuditField.TENANT_ID || field == AuditField.APPLICATION_ID;
        yield text != null && guid ? AuditField.folded(text) : text;
      }
      case TIME -> time(test);
      case CONSTANT ->
        field == AuditField.ACTION
            ? constant(test, ProvisioningAction.values(), ProvisioningAction::getValue)
            : constant(test, ProvisioningResult.values(), ProvisioningResult::getValue);
    };
  }

  /** String operand; null for {@code null}. */
  private static @Nullable String text(FilterTree.Test test) {
    Operand value = test.value();
    boolean equality = test.operator() == Operator.EQ || test.operator() == Operator.NE;
    if (!value.quoted() && !(equality && value.text().equals("null"))) {
      throw unexpected("a string in single quotes", value);
    }
    return value.quoted() ? value.folded() ? AuditField.folded(value.text()) : value.text() : null;
  }

  private static String time(FilterTree.Test test) {
    plain(
        test,
        Stream.of(Operator.values())
            .filter(operator -> !FilterParser.isFunction(operator))
            .toList());
    Operand value = test.value();
    try {
      if (!value.quoted()) {
        OffsetDateTime time = value.text().contains("T")
            ? OffsetDateTime.parse(value.text())
            : LocalDate.parse(value.text()).atStartOfDay().atOffset(ZoneOffset.UTC);
        // The database compares times as text, which needs years of four digits.
        if (time.getYear() > 0 && time.getYear() < 9999) {
          return String.valueOf(UtcText.of(time.toInstant()));
        }
      }
    } catch (DateTimeException e) {
      // Refused below, like a time that is out of range.
    }
    throw unexpected("a time without quotes, such as 2026-11-23T10:00:00Z,", value);
  }

  private static <E extends Enum<E>> String constant(
      FilterTree.Test test, E[] known, Function<E, String> wire) {
    plain(test, List.of(Operator.EQ, Operator.NE));
    Operand value = test.value();
    if (!value.quoted()) {
      throw unexpected("a string in single quotes", value);
    }
    return Arrays.stream(known)
        .filter(constant -> wire.apply(constant).equalsIgnoreCase(value.text()))
        .map(Enum::name)
        .findFirst()
        .orElseThrow(() -> refuse("has %s at character %d, which isn't one of %s"
            .formatted(
                Quoted.of(value.text()),
                value.position(),
                Arrays.stream(known).map(wire).collect(Collectors.joining(", ")))));
  }

  /** Requires a comparison by one of the operators, without functions. */
  private static void plain(FilterTree.Test test, List<Operator> operators) {
    Operand member = test.member();
    if (!operators.contains(test.operator()) || member.folded() || test.value().folded()) {
      throw refuse("has %s at character %d, which can be compared only by %s"
          .formatted(
              member.text(),
              member.position(),
              operators.stream().map(FilterParser::word).collect(Collectors.joining(", "))));
    }
  }

  private static Refusal unexpected(String wanted, Operand found) {
    return refuse("has %s at character %d, where %s is expected"
        .formatted(Quoted.of(found.text()), found.position(), wanted));
  }

  private static Refusal refuse(String why) {
    return FilterParser.refuse(why, SUPPORTED);
  }
}
