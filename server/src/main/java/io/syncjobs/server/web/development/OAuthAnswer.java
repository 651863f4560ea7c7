package io.syncjobs.server.web.development;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers of the endpoints for tokens, in the form of OAuth. */
final class OAuthAnswer {

  private OAuthAnswer() {}

  static ResponseEntity<Map<String, Object>> ok(Map<String, Object> body) {
    return of(HttpStatus.OK, body);
  }

  /** A refusal with status 400. */
  static ResponseEntity<Map<String, Object>> refusal(String error, String description) {
    return refusal(HttpStatus.BAD_REQUEST, error, description, null);
  }

  /**
   * A refusal.
   *
   * @param suberror what Microsoft's libraries need to know to ask the user again; null for nothing
   */
  static ResponseEntity<Map<String, Object>> refusal(
      HttpStatus status, String error, String description, @Nullable String suberror) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    if (suberror != null) {
      body.put("suberror", suberror);
    }
    return of(status, body);
  }

  private static ResponseEntity<Map<String, Object>> of(
      HttpStatus status, Map<String, Object> body) {
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.APPLICATION_JSON)
        .body(body);
  }
}
