package io.syncjobs.server.web.development.signin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** Pages of a sign-in. They are plain forms in the style of the state page, and work without JavaScript. */
public final class SignInPage {

  /** Path of the page, which is also the address to which its forms are posted. */
  public static final String PATH = "/devicelogin";

  private static final String FRAME = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s · SyncJobs</title>
        <link rel="icon" type="image/svg+xml" href="%2$s/page/icon.svg">
        <link rel="stylesheet" href="%2$s/page/style.css">
      </head>
      <body>
        <header><a class="brand" href="%2$s/">SyncJobs</a></header>
        <main>
      <h1>%1$s</h1>
      %3$s
        </main>
      </body>
      </html>
      """;

  private final String base;

  /**
   * @param base path of the server without a slash at its end, which is empty unless the server has a context path
   */
  public SignInPage(String base) {
    this.base = base;
  }

  /** Asks for the code that an application shows. */
  public String enterCode() {
    return page("Enter a code", enter());
  }

  /** Says that there is no sign-in with a code, and asks for another. */
  public String unknownCode(String typed) {
    return page(
        "Enter a code",
        problem(
                "No application waits for a sign-in with the code “%s”. A code is valid for %d minutes and for one sign-in. Check the code, or start again in the application."
                    .formatted(shortened(typed), SignIns.LIFETIME.toMinutes()))
            + enter());
  }

  private String enter() {
    return """
        <form class="line" method="get" action="%s">
          <label for="user_code">Code that the application shows</label>
          <input id="user_code" name="user_code" required maxlength="20" autocomplete="off" spellcheck="false">
          <button class="main">Continue</button>
        </form>
        """.formatted(base + PATH);
  }

  /**
   * Lets a person choose a user.
   *
   * @param people users that can be chosen
   * @param search beginning of their names that was searched for; empty for all
   * @param fault fault of the last answer; null for none
   */
  public String choose(SignIn signIn, List<Person> people, String search, @Nullable String fault) {
    SignInRequest request = signIn.request();
    return page("Sign in", """
        %1$s<p>The application %2$s asks for a token of a user in the directory of tenant %3$s.</p>
        <dl>
          <div><dt>Code</dt><dd><code>%4$s</code></dd></div>
          <div><dt>Permissions</dt><dd>%5$s</dd></div>
        </dl>
        %6$s
        <form method="post" action="%7$s">
          <input type="hidden" name="user_code" value="%4$s">
          %8$s
          <div class="actions">
            %9$s
            <button name="action" value="decline" formnovalidate>Decline</button>
          </div>
        </form>
        """.formatted(
            fault == null ? "" : problem(fault),
            code(request.clientId()),
            code(request.tenantId()),
            signIn.userCode(),
            request.permissions().stream()
                .sorted()
                .map(SignInPage::code)
                .collect(Collectors.joining(", ")),
            people.isEmpty() && search.isEmpty() ? "" : search(signIn, search),
            base + PATH,
            people.isEmpty() ? noUsers(request, search) : users(people),
            people.isEmpty()
                ? ""
                : "<button class=\"main\" name=\"action\" value=\"approve\">Sign in</button>"));
  }

  private String search(SignIn signIn, String search) {
    return """
        <form class="line" method="get" action="%s" role="search">
          <input type="hidden" name="user_code" value="%s">
          <label for="name">User principal name begins with</label>
          <input id="name" name="name" type="search" maxlength="256" value="%s">
          <button>Search</button>
        </form>
        """.formatted(base + PATH, signIn.userCode(), escaped(search));
  }

  private static String users(List<Person> people) {
    String choices = people.stream()
        .map(person -> """
            <label><input type="radio" name="user" value="%s" required> <span>%s <span class="small">%s</span></span></label>
            """.formatted(
                escaped(person.id()),
                escaped(person.displayName()),
                escaped(person.userPrincipalName())))
        .collect(Collectors.joining());
    String more = people.size() < People.MOST
        ? ""
        : "<p class=\"small\">These are the first %d users. Search for others.</p>"
            .formatted(People.MOST);
    return "<fieldset><legend>User</legend>" + choices + "</fieldset>" + more;
  }

  private static String noUsers(SignInRequest request, String search) {
    return "<p class=\"empty\">"
        + (search.isEmpty()
            ? "The directory of the tenant has no users. Create one with a token of tenant %s: POST %s with the body %s. Then reload this page."
                .formatted(
                    code(request.tenantId()),
                    code("/v1.0/sandbox/seedDirectory"),
                    code(
                        "{\"users\":[{\"userPrincipalName\":\"ann@example.com\",\"displayName\":\"Ann\"}]}"))
            : "No enabled user has a userPrincipalName that begins so.")
        + "</p>";
  }

  /** Says that the application can go on. */
  public String signedIn(Person person) {
    return page(
        "Signed in",
        "<p role=\"status\">You are signed in as %s. Return to the application; this page can be closed.</p>"
            .formatted(escaped(person.userPrincipalName())));
  }

  /** Says that the application gets no token. */
  public String declined() {
    return page(
        "Declined",
        "<p role=\"status\">The application gets no token. This page can be closed.</p>");
  }

  /** Sends an answer to an application that wants it as a form. */
  public String sendBack(Redirect redirect, Map<String, String> answer) {
    String fields = answer.entrySet().stream()
        .map(entry -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
            .formatted(entry.getKey(), escaped(entry.getValue())))
        .collect(Collectors.joining());
    return page(
        "Return to the application", """
        <form method="post" action="%s">
          %s
          <button class="main" autofocus>Continue</button>
        </form>
        """.formatted(escaped(redirect.uri().toString()), fields));
  }

  /** Says why a request of an application was refused. */
  public String refused(String fault) {
    return page("The sign-in can't begin", problem(fault));
  }

  private static String problem(String text) {
    return "<div class=\"problem\" role=\"alert\"><p>" + escaped(text) + "</p></div>\n";
  }

  private static String code(String text) {
    return "<code>" + escaped(text) + "</code>";
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }

  private static String shortened(String text) {
    return text.length() > 20 ? text.substring(0, 20) + "…" : text;
  }

  private String page(String title, String content) {
    return FRAME.formatted(title, base, content);
  }

  /**
   * Content security policy of a page.
   *
   * @param redirect way back to the application, to which a form may lead; null for none
   */
  public static String policy(@Nullable Redirect redirect) {
    return "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"
        + (redirect == null ? "" : " " + redirect.origin())
        + "; frame-ancestors 'none'; base-uri 'none'";
  }
}
