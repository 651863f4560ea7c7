package io.syncjobs.server.support.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The operations of a contract by their paths below each version. Immutable. */
final class Operations {

  private static final Pattern KEY = Pattern.compile("\\((?:appId=)?(?:'|%27)(.+?)(?:'|%27)\\)");
  private static final Pattern END = Pattern.compile("(\\(\\))?/?$");
  private static final Pattern QUALIFIED =
      Pattern.compile("(?i)/microsoft\\.graph\\.(?=[A-Za-z]+$)");

  private final List<Place> places = new ArrayList<>();

  private record Place(Pattern path, String pointer, Set<String> verbs) {}

  Operations(JsonNode contract) {
    for (JsonNode server : contract.path("servers")) {
      String version = Pattern.quote(server.path("url").stringValue());
      contract
          .path("paths")
          .forEachEntry((template, operations) -> places.add(new Place(
              Pattern.compile(
                  version + template.replace("$", "\\$").replaceAll("\\{[^}]+}", "[^/]+"),
                  Pattern.CASE_INSENSITIVE),
              "/paths/" + template.replace("/", "~1") + "/",
              Set.copyOf(operations.propertyNames()))));
    }
  }

  /** The place of the operation at a path in the contract; null if there is none. */
  @Nullable
  String find(String method, String path) {
    String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    String canonical = KEY.matcher(path).replaceAll("/$1");
    canonical = END.matcher(canonical).replaceAll("");
    canonical = QUALIFIED.matcher(canonical).replaceAll("/");
    for (Place place : places) {
      if (place.verbs().contains(verb) && place.path().matcher(canonical).matches()) {
        return place.pointer() + verb;
      }
    }
    return null;
  }
}
