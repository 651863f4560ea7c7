package io.syncjobs.server.web.api.mapper;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;

/** Versions of what is stored, as they travel: OData's weak ETags. */
public final class ETagMapper {

  private ETagMapper() {}

  /** The ETag of a version. */
  public static String write(String version) {
    return "W/\"" + version + "\"";
  }

  /** The versions that a caller agrees to; unlike RFC 9110, OData compares weak ETags in If-Match. */
  public static Predicate<String> read(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.equals("*")) {
      return version -> true;
    }
    List<String> agreed = ETag.parse(ifMatch).stream().map(ETag::tag).toList();
    return agreed::contains;
  }
}
