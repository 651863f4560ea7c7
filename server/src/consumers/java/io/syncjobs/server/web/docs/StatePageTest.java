package io.syncjobs.server.web.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SandboxFault;
import io.syncjobs.client.model.SandboxGroup;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The state page in a real browser, on a tenant with a job, whose target refused one user. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("chromium") // Playwright is not thread-safe.
class StatePageTest {

  private static final String EVIL = "<img src=x onerror=\"document.title='broken in'\">";

  @RegisterExtension
  static final Chromium CHROMIUM = new Chromium();

  private final List<String> complaints = new ArrayList<>();
  private final String application = TestServer.newId();
  private SynchronizationClient client;
  private String tenant;
  private String job;
  private Page page;

  @BeforeAll
  void fill() {
    Page first = CHROMIUM.open("/", complaints);
    tenant = first.locator("#session code").textContent();
    first.close();
    client = CHROMIUM.server().client(tenant);
    Sandbox sandbox = client.sandbox();
    client.application(application).secrets().replace(sandbox.credentials());
    job = client
        .application(application)
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    sandbox.seed(new SandboxSeed().addUsersItem(user("kim", "Kim")));
    sandbox.order(new SandboxFault()
        .method("POST")
        .status(409)
        .body("{\"detail\":\"This name is reserved.\"}"));
    sandbox.runCycle(application, job);
    sandbox.order();
    sandbox.seed(new SandboxSeed()
        .addUsersItem(user("eve", EVIL))
        .addGroupsItem(new SandboxGroup().displayName("Team").addMembersItem("eve@example.com")));
    sandbox.runCycle(application, job);
  }

  private static SandboxUser user(String name, String displayName) {
    return new SandboxUser()
        .userPrincipalName(name + "@example.com")
        .otherMember("displayName", displayName)
        .otherMember("mailNickname", name);
  }

  @BeforeEach
  void open() {
    complaints.clear();
    page = CHROMIUM.open("/", complaints);
  }

  @AfterEach
  void close() {
    page.close();
  }

  private Locator link(String name) {
    return page.getByRole(
        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator heading(String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator part(String name) {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void whyKimIsNotThereIsAnsweredInThreeClicks() {
    link("Directory").click();
    link("Kim").click();
    assertThat(part("In the targets")).containsText("Failure create");
    assertThat(part("In the targets")).containsText("This name is reserved.");
    assertThat(part("In the targets").locator("td[data-label='Next try'] time")).isVisible();
    part("Log").locator("summary").first().click();

    assertThat(part("Log")).containsText("userName");
    assertThat(part("Log")).containsText("kim@example.com");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aJobIsReadAndDriven() {
    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText(application));
    assertThat(row).containsText("Active");
    row.getByRole(AriaRole.LINK).first().click();
    assertThat(part("In escrow")).containsText("This name is reserved.");
    assertThat(part("Cycles")).containsText("Some entries failed");
    assertThat(part("Log")).containsText("Team");

    button("Pause").click();
    assertThat(part("State")).containsText("Paused");
    assertThat(button("Pause")).isDisabled();
    button("Start").click();
    assertThat(part("State")).containsText("Active");
    int cycles = part("Cycles").locator("tbody tr").count();
    button("Run now").click();
    assertThat(page.locator("#news")).hasText("The cycle has ended.");
    assertThat(part("Cycles").locator("tbody tr").nth(cycles)).isVisible();
    button("Restart…").click();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).isHidden();

    page.goBack();
    assertThat(heading("Jobs")).isVisible();
    assertThat(complaints).isEmpty();
  }

  @Test
  void dataIsNeverReadAsHtml() {
    link("Directory").click();
    link(EVIL).click();
    assertThat(heading(EVIL)).isVisible();
    part("Log").locator("summary").first().click();
    link("Sandbox").click();
    assertThat(part("Users")).containsText(EVIL);
    assertThat(part("Groups")).containsText("eve@example.com");
    link("Requests").click();
    assertThat(page.getByRole(
            AriaRole.TABLE, new Page.GetByRoleOptions().setName("Requests to the target")))
        .containsText("POST");

    assertThat(page.locator("main img")).hasCount(0);
    assertThat(page.title()).isEqualTo("Requests – SyncJobs");
    assertThat(complaints).isEmpty();
  }

  @Test
  void errorsOfTheApiAreShown() {
    page.navigate(CHROMIUM.server().origin() + "/#/jobs/" + application + "/none");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("jobNotFound");
  }

  @Test
  void everybodyCanReadItOnSmallScreensAndInTheDark() {
    page.setViewportSize(400, 800);
    for (String place : List.of("directory/users", "sandbox/requests", "jobs", ofJob())) {
      page.navigate(CHROMIUM.server().origin() + "/#/" + place);
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator("main[aria-busy]")).hasCount(0);
      assertThat(page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as("overflow of " + place)
          .isEqualTo(0);
    }
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(new AxeBuilder(page).analyze().getViolations())
          .as(scheme.name())
          .extracting(Rule::getId, Rule::getNodes)
          .isEmpty();
    }
  }

  private String ofJob() {
    return "jobs/" + application + "/" + job;
  }

  @Test
  void outsideOfDevelopmentModeATokenIsPasted() {
    page.close();
    page = CHROMIUM.blank(complaints);
    page.route(
        "**/development",
        route -> route.fulfill(new Route.FulfillOptions()
            .setContentType("application/json")
            .setBody("{\"development\": false}")));
    List<String> calls = new ArrayList<>();
    page.onRequest(request -> {
      if (request.url().contains("/v1.0/")) {
        calls.add(request.url());
      }
    });
    page.navigate(CHROMIUM.server().origin() + "/#/" + ofJob());
    Locator token = page.getByLabel("Access token");
    assertThat(token).isVisible();
    assertThat(calls).isEmpty();

    token.fill("nonsense");
    button("Use").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("InvalidAuthenticationToken");
    token.fill(CHROMIUM.server().token(tenant, TestServer.READ));
    button("Use").click();

    assertThat(part("In escrow")).containsText("This name is reserved.");
    assertThat(part("Log").getByRole(AriaRole.ALERT)).containsText("Authorization_RequestDenied");
    button("Forget token").click();
    assertThat(token).isVisible();
    page.reload();
    assertThat(token).isVisible();
  }

  @Test
  void itCanBeUsedWithoutAMouse() {
    assertThat(heading("Jobs")).isVisible();
    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to content");
    for (int tabs = 0; tabs < 30 && !page.locator(":focus").textContent().equals("scim"); tabs++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Enter");

    assertThat(heading("scim")).isVisible();
    assertThat(page.locator("main")).isFocused();
  }
}
