package io.syncjobs.client.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.openapitools.jackson.nullable.JsonNullableJackson3Module;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON settings of the client. */
public final class Json {

  private Json() {}

  /** Creates a mapper that omits members which aren't set, and ignores unknown members of answers. */
  public static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JsonNullableJackson3Module())
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }
}
