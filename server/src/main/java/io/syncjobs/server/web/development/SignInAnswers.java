package io.syncjobs.server.web.development;

import io.syncjobs.server.web.development.signin.People;
import io.syncjobs.server.web.development.signin.Redirect;
import io.syncjobs.server.web.development.signin.SignIn;
import io.syncjobs.server.web.development.signin.SignInPage;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Answers to the browser of a person who signs in. */
@Component
@Conditional(DevelopmentMode.class)
class SignInAnswers {

  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final People people;

  SignInAnswers(People people) {
    this.people = people;
  }

  /**
   * Tells whether a form was sent from a page of this server. Other sites must not sign in anybody, neither by a form of theirs nor by a host name that
   * leads to this machine.
   */
  boolean isFromOwnPage(HttpServletRequest request, @Nullable String origin) {
    String own = URI.create(request.getRequestURL().toString()).getAuthority();
    return OWN_NAMES.contains(request.getServerName())
        && (origin == null || origin.equals(request.getScheme() + "://" + own));
  }

  ResponseEntity<String> page(HttpStatus status, String html, @Nullable Redirect redirect) {
    return ResponseEntity.status(status)
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", SignInPage.policy(redirect))
        // Browsers send the origin of a form with this policy, but not with a stricter one.
        .header("Referrer-Policy", "same-origin")
        .body(html);
  }

  /**
   * The page where a person chooses a user.
   *
   * @param search beginning of a userPrincipalName; empty for all users
   * @param fault fault of the last answer; null for none
   */
  ResponseEntity<String> choice(
      HttpStatus status, SignInPage page, SignIn signIn, String search, @Nullable String fault) {
    String html =
        page.choose(signIn, people.find(signIn.request().tenantId(), search), search, fault);
    return page(status, html, signIn.request().redirect());
  }

  /**
   * Sends the browser back to the application.
   *
   * @param description description of an error; null for none
   */
  ResponseEntity<String> back(
      SignInPage page,
      Redirect redirect,
      String member,
      String value,
      @Nullable String description) {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put(member, value);
    if (description != null) {
      answer.put("error_description", description);
    }
    if (redirect.state() != null) {
      answer.put("state", redirect.state());
    }
    if (redirect.isForm()) {
      return page(HttpStatus.OK, page.sendBack(redirect, answer), redirect);
    }
    StringBuilder target = new StringBuilder(redirect.uri().toASCIIString());
    char separator = redirect.uri().getRawQuery() == null ? '?' : '&';
    for (Map.Entry<String, String> each : answer.entrySet()) {
      target
          .append(separator)
          .append(each.getKey())
          .append('=')
          .append(UriUtils.encode(each.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return ResponseEntity.status(HttpStatus.FOUND)
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.LOCATION, target.toString())
        .build();
  }
}
