package io.syncjobs.server.web.development;

import io.syncjobs.server.web.development.signin.People;
import io.syncjobs.server.web.development.signin.Person;
import io.syncjobs.server.web.development.signin.Redirect;
import io.syncjobs.server.web.development.signin.SignIn;
import io.syncjobs.server.web.development.signin.SignInPage;
import io.syncjobs.server.web.development.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The page where a person chooses a user of the directory for an application that waits. */
@RestController
@Conditional(DevelopmentMode.class)
class SignInEndpoint {

  private final SignIns signIns;
  private final People people;
  private final SignInAnswers answers;

  SignInEndpoint(SignIns signIns, People people, SignInAnswers answers) {
    this.signIns = signIns;
    this.people = people;
    this.answers = answers;
  }

  @GetMapping(SignInPage.PATH)
  ResponseEntity<String> page(
      @RequestParam(name = "user_code", defaultValue = "") String userCode,
      @RequestParam(name = "name", defaultValue = "") String name,
      HttpServletRequest request) {
    SignInPage page = new SignInPage(request.getContextPath());
    if (userCode.isBlank()) {
      return answers.page(HttpStatus.OK, page.enterCode(), null);
    }
    return signIns
        .pending(userCode)
        .map(signIn -> answers.choice(HttpStatus.OK, page, signIn, name.strip(), null))
        .orElseGet(() -> unknown(page, userCode));
  }

  @PostMapping(path = SignInPage.PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<String> decide(
      @RequestParam(name = "user_code", defaultValue = "") String userCode,
      @RequestParam(name = "action", defaultValue = "") String action,
      @RequestParam(name = "user", defaultValue = "") String userId,
      @RequestHeader(name = HttpHeaders.ORIGIN, required = false) @Nullable String origin,
      HttpServletRequest request) {
    SignInPage page = new SignInPage(request.getContextPath());
    if (!answers.isFromOwnPage(request, origin)) {
      return answers.page(
          HttpStatus.FORBIDDEN,
          page.refused(
              "The form was not sent by a page of this server. Open the page as localhost or 127.0.0.1."),
          null);
    }
    Optional<SignIn> pending = signIns.pending(userCode);
    if (pending.isEmpty()) {
      return unknown(page, userCode);
    }
    SignIn signIn = pending.get();
    if (action.equals("decline")) {
      return signIns
          .decline(userCode)
          .map(declined -> declined(page, declined))
          .orElseGet(() -> unknown(page, userCode));
    }
    Optional<Person> person = people.get(signIn.request().tenantId(), userId);
    if (!action.equals("approve") || person.isEmpty()) {
      return answers.choice(
          HttpStatus.BAD_REQUEST,
          page,
          signIn,
          "",
          "Choose a user of the directory who is not disabled.");
    }
    return signIns
        .approve(userCode, person.get())
        .map(approved -> approved(page, approved))
        .orElseGet(() -> unknown(page, userCode));
  }

  private ResponseEntity<String> approved(SignInPage page, SignIn signIn) {
    Redirect redirect = signIn.request().redirect();
    return redirect == null
        ? answers.page(HttpStatus.OK, page.signedIn(Objects.requireNonNull(signIn.person())), null)
        : answers.back(page, redirect, "code", signIn.code(), null);
  }

  private ResponseEntity<String> declined(SignInPage page, SignIn signIn) {
    Redirect redirect = signIn.request().redirect();
    return redirect == null
        ? answers.page(HttpStatus.OK, page.declined(), null)
        : answers.back(page, redirect, "error", "access_denied", "The user declined the sign-in.");
  }

  private ResponseEntity<String> unknown(SignInPage page, String userCode) {
    return answers.page(HttpStatus.NOT_FOUND, page.unknownCode(userCode), null);
  }
}
