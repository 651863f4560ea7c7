package io.syncjobs.client.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.openapitools.jackson.nullable.JsonNullableJackson3Module;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the client reads and writes JSON. */
public final class Json {

  private Json() {}

  /** Members that aren't set stay away, and those of answers that aren't known are passed over. */
  public static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JsonNullableJackson3Module())
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }
}
