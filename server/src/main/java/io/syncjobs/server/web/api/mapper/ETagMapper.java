package io.syncjobs.server.web.api.mapper;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;

/** Maps versions to OData's weak ETags. */
public final class ETagMapper {

  private ETagMapper() {}

  public static String write(String version) {
    return "W/\"" + version + "\"";
  }

  /** Reads {@code If-Match} as a test of the stored version. OData, unlike RFC 9110, compares weak ETags in it. */
  public static Predicate<String> read(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.equals("*")) {
      return version -> true;
    }
    List<String> agreed = ETag.parse(ifMatch).stream().map(ETag::tag).toList();
    return agreed::contains;
  }
}
