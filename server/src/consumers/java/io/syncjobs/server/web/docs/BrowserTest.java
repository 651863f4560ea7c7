package io.syncjobs.server.web.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.server.support.TestServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The documentation page in a real browser, as a newcomer uses it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {

  private final List<String> complaints = new ArrayList<>();
  private TestServer server;
  private Playwright playwright;
  private Browser browser;
  private Page page;

  @BeforeAll
  void start() {
    server = TestServer.start();
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(chromium())
            .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  void stop() {
    playwright.close();
    server.close();
  }

  @BeforeEach
  void open() {
    complaints.clear();
    page = browser.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onRequest(request -> {
      if (!request.url().startsWith(server.origin()) && !request.url().startsWith("data:")) {
        complaints.add("Calls " + request.url());
      }
    });
    page.navigate(server.origin());
  }

  private static Path chromium() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(
                "The browser's tests need Chromium, as 'chromium' on the PATH. Install it, or leave out the profile consumers."));
  }

  private Locator operation(String id) {
    return page.locator("[id^='operations-'][id$='-" + id + "']");
  }

  @Test
  void itShowsTheContract() {
    assertThat(operation("createJob")).isVisible();
    assertThat(operation("listJobs")).isVisible();
    assertThat(page.getByRole(
            AriaRole.HEADING, new Page.GetByRoleOptions().setName("SyncJobs").setExact(true)))
        .isVisible();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aJobIsCreatedAfterOneClick() {
    page.locator("#authorize").click();
    assertThat(page.locator("#authorized")).containsText("Authorized");
    String application = TestServer.newId();

    Locator create = operation("createJob");
    create.locator(".opblock-summary-control").click();
    create.locator("input[placeholder='applicationsId']").fill(application);
    create.locator("textarea.body-param__text").fill("{\"templateId\": \"scim\"}");
    create.locator("button.execute").click();

    assertThat(create.locator(".live-responses-table tr.response .response-col_status"))
        .containsText("201");
    String tenant =
        page.locator("#authorized").textContent().replaceAll(".*tenant ([0-9a-f-]{36}).*", "$1");
    List<SynchronizationJob> jobs =
        server.client(tenant).application(application).jobs().list().all().toList();
    assertThat(jobs)
        .singleElement()
        .extracting(SynchronizationJob::getTemplateId)
        .isEqualTo("scim");

    Locator list = operation("listJobs");
    list.locator(".opblock-summary-control").click();
    list.locator("input[placeholder='applicationsId']").fill(application);
    list.locator("button.execute").click();
    assertThat(list.locator(".live-responses-table")).containsText(jobs.get(0).getId());
    assertThat(complaints).isEmpty();
  }

  @Test
  void itCanBeUsedWithoutAMouse() {
    assertThat(page.locator("#authorize")).isVisible();
    for (int tabs = 0; tabs < 10 && !focused("#authorize"); tabs++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Enter");

    assertThat(page.locator("#authorized")).containsText("Authorized");
    Locator create = operation("createJob");
    for (int tabs = 0;
        tabs < 200 && !focused("[id$='-createJob'] .opblock-summary-control");
        tabs++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Enter");
    assertThat(create.locator("button.execute")).isVisible();
  }

  private boolean focused(String selector) {
    return (boolean) page.evaluate("s => !!document.activeElement.matches(s)", selector);
  }

  @Test
  void everybodyCanReadIt() {
    assertThat(operation("createJob")).isVisible();

    List<Rule> violations = new AxeBuilder(page)
        .withRules(List.of(
            "color-contrast",
            "button-name",
            "link-name",
            "document-title",
            "html-has-lang",
            "label"))
        .analyze()
        .getViolations();

    assertThat(violations)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes())
        .isEmpty();
  }
}
