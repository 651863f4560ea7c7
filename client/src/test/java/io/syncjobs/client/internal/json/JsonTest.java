package io.syncjobs.client.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.UploadedRecord;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openapitools.jackson.nullable.JsonNullable;
import org.openapitools.jackson.nullable.JsonNullableJackson3Module;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reading and writing of all models, compared with jackson-databind, which goes by the annotations of the fields. */
class JsonTest {

  private static final JsonMapper MAPPER = JsonMapper.builder()
      .addModule(new JsonNullableJackson3Module())
      .changeDefaultPropertyInclusion(
          inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
      .build();

  /** Nesting of the objects that are made; some models contain themselves. */
  private static final int DEPTH = 4;

  static Stream<Class<?>> models() throws Exception {
    Path classes = Path.of(SynchronizationJob.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .toURI());
    try (Stream<Path> files = Files.list(classes.resolve("io/syncjobs/client/model"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .<Class<?>>map(name -> type(name.replace(".class", "")))
          .filter(type -> !isEnumeration(type))
          .toList()
          .stream();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("io.syncjobs.client.model." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isEnumeration(Class<?> type) {
    return Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals("fromValue"));
  }

  private static Object model(Class<?> type, boolean filled, int depth) throws Exception {
    Object model = type.getDeclaredConstructor().newInstance();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("otherMembers")) {
        field.setAccessible(true);
        field.set(model, filled ? value(field.getGenericType(), depth) : empty(field));
      }
    }
    if (model instanceof UploadedRecord upload && filled) {
      upload.otherMember("name", Map.of("givenName", "Zoë")).otherMember("active", true);
    }
    return model;
  }

  private static @Nullable Object empty(Field field) {
    return field.getType() == JsonNullable.class ? JsonNullable.of(null) : null;
  }

  private static @Nullable Object value(Type type, int depth) throws Exception {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == JsonNullable.class) {
        return JsonNullable.of(value(generic.getActualTypeArguments()[0], depth));
      }
      if (generic.getRawType() == Map.class) {
        return generic.getActualTypeArguments()[1] == String.class
            ? Map.of("member", "a")
            : Map.of("member", List.of("a", 1, 2.5, true, Map.of("inner", "b")));
      }
      List<Object> items = new ArrayList<>();
      if (depth > 0) {
        items.add(value(generic.getActualTypeArguments()[0], depth));
        items.add(value(generic.getActualTypeArguments()[0], 0));
      }
      return items;
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class || raw == Object.class) {
      return "ü\"\n";
    }
    if (raw == Boolean.class) {
      return true;
    }
    if (raw == Integer.class) {
      return -5;
    }
    if (raw == Long.class) {
      return 9_000_000_000L;
    }
    if (raw == OffsetDateTime.class) {
      return OffsetDateTime.parse("0001-01-01T00:00:00Z");
    }
    if (isEnumeration(raw)) {
      return raw.getMethod("fromValue", String.class).invoke(null, "unheard of");
    }
    return depth > 0 ? model(raw, true, depth - 1) : null;
  }

  @ParameterizedTest
  @MethodSource("models")
  void writesAndReadsEveryMember(Class<?> type) throws Exception {
    Object model = model(type, true, DEPTH);

    byte[] written = JsonWriter.write(model);

    assertThat(MAPPER.readTree(written))
        .isEqualTo(MAPPER.readTree(MAPPER.writeValueAsBytes(model)));
    assertThat((Object) JsonReader.read(written, type)).isEqualTo(model);
  }

  @ParameterizedTest
  @MethodSource("models")
  void writesAndReadsNull(Class<?> type) throws Exception {
    Object model = model(type, false, DEPTH);

    byte[] written = JsonWriter.write(model);

    assertThat(MAPPER.readTree(written))
        .isEqualTo(MAPPER.readTree(MAPPER.writeValueAsBytes(model)));
    assertThat((Object) JsonReader.read(written, type)).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "{",
        "{} {}",
        "{\"id\":{}}",
        "{\"schedule\":5}",
        "{\"schedule\":{\"state\":7}}",
        "{\"status\":{\"countSuccessiveCompleteFailures\":\"many\"}}",
        "{\"status\":{\"countSuccessiveCompleteFailures\":99999999999999999999}}",
        "{\"status\":{\"escrowsPruned\":\"no\"}}",
        "{\"status\":{\"steadyStateFirstAchievedTime\":\"yesterday\"}}",
        "{\"status\":{\"progress\":{}}}"
      })
  void refusesOtherTypes(String document) {
    assertThatThrownBy(() -> JsonReader.read(document.getBytes(UTF_8), SynchronizationJob.class))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void faultsHaveAPlace() {
    assertThatThrownBy(() -> JsonReader.read(
            "{\"status\":{\"progress\":[{\"completedUnits\":true}]}}".getBytes(UTF_8),
            SynchronizationJob.class))
        .hasMessageContaining(
            "Expected Long, found VALUE_TRUE at '/status/progress/0/completedUnits'");
  }

  @Test
  void passesOverUnknownMembers() {
    SynchronizationJob job = Objects.requireNonNull(JsonReader.read(
        "{\"a\":{\"b\":[{}]},\"id\":\"1\",\"c\":[[]],\"status\":{\"d\":{},\"code\":\"Active\"},\"e\":5}"
            .getBytes(UTF_8),
        SynchronizationJob.class));

    assertThat(job.getId()).isEqualTo("1");
    assertThat(Objects.requireNonNull(job.getStatus()).getCode())
        .isSameAs(SynchronizationStatusCode.ACTIVE);
  }

  @Test
  void writesWhatPeoplePutIntoOpenMembers() {
    UploadedRecord upload = new UploadedRecord()
        .otherMember("time", OffsetDateTime.parse("2026-01-01T00:00:00Z"))
        .otherMember("array", new String[] {"a"})
        .otherMember("model", SynchronizationStatusCode.ACTIVE)
        .otherMember("nothing", null);

    assertThat(new String(JsonWriter.write(upload), UTF_8))
        .isEqualTo(
            "{\"schemas\":null,\"externalId\":null,\"time\":\"2026-01-01T00:00:00Z\",\"array\":[\"a\"],\"model\":\"Active\",\"nothing\":null}");
  }

  @Test
  void refusesWhatJsonHasNoFormFor() {
    assertThatThrownBy(() -> JsonWriter.write(new UploadedRecord().otherMember("a", new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
