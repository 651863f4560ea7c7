package io.syncjobs.contract.review;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Compares the security schemes, by which callers get their tokens. */
final class SecurityComparison {

  private final Consumer<Difference> found;

  SecurityComparison(Consumer<Difference> found) {
    this.found = found;
  }

  void compare(Document before, Document after) {
    JsonNode was = before.root().at("/components/securitySchemes");
    JsonNode is = after.root().at("/components/securitySchemes");
    was.properties().forEach(scheme -> {
      String place = "The security scheme `" + scheme.getKey() + "`";
      JsonNode now = is.path(scheme.getKey());
      if (now.isMissingNode()) {
        say(place, Impact.CALLERS, "it is gone", "Authenticate in another way.");
      } else {
        scheme(place, scheme.getValue(), now);
      }
    });
    added("", was, is, "The security scheme `%s`");
  }

  private void scheme(String place, JsonNode was, JsonNode is) {
    for (String keyword : List.of("type", "scheme", "in", "name", "openIdConnectUrl")) {
      changed(place, keyword, was, is);
    }
    was.path("flows").properties().forEach(flow -> {
      String at = "The flow `" + flow.getKey() + "` of " + place.replaceFirst("^T", "t");
      JsonNode now = is.path("flows").path(flow.getKey());
      if (now.isMissingNode()) {
        say(at, Impact.CALLERS, "it is gone", "Get tokens by another flow.");
      } else {
        flow(at, flow.getValue(), now);
      }
    });
    added(place, was.path("flows"), is.path("flows"), "The flow `%s`");
  }

  private void flow(String place, JsonNode was, JsonNode is) {
    for (String keyword : List.of("tokenUrl", "authorizationUrl", "refreshUrl")) {
      changed(place, keyword, was, is);
    }
    for (String scope : was.path("scopes").propertyNames()) {
      if (!is.path("scopes").has(scope)) {
        say(
            place,
            Impact.CALLERS,
            "the scope `" + scope + "` is gone",
            "Don't ask for it; the issuer may refuse the whole request.");
      }
    }
    added(place, was.path("scopes"), is.path("scopes"), "The scope `%s`");
  }

  private void changed(String place, String keyword, JsonNode was, JsonNode is) {
    String old = was.path(keyword).asString("absent");
    String now = is.path(keyword).asString("absent");
    if (!old.equals(now)) {
      say(
          place,
          Impact.CALLERS,
          "`%s` was `%s` and is `%s`".formatted(keyword, old, now),
          "Get tokens in the new way.");
    }
  }

  private void added(String place, JsonNode was, JsonNode is, String name) {
    for (String each : is.propertyNames()) {
      if (!was.has(each)) {
        String what = name.formatted(each);
        say(
            place.isEmpty() ? what : what + " of " + place.replaceFirst("^T", "t"),
            Impact.COMPATIBLE,
            "it is new",
            "Nothing.");
      }
    }
  }

  private void say(String place, Impact impact, String what, String advice) {
    found.accept(new Difference(place, impact, what, advice));
  }
}
