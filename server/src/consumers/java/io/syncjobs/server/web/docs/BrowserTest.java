package io.syncjobs.server.web.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The documentation page in a real browser, as a newcomer uses it. */
@ResourceLock("chromium") // Playwright is not thread-safe.
class BrowserTest {

  @RegisterExtension
  static final Chromium CHROMIUM = new Chromium();

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeEach
  void open() {
    page = CHROMIUM.open("/docs/", complaints);
  }

  @AfterEach
  void close() {
    page.close();
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
  void anOperationSaysSinceWhenItExists() {
    operation("listJobs").locator(".opblock-summary-control").click();

    assertThat(operation("listJobs").locator(".opblock-description"))
        .containsText(Pattern.compile("Since version [0-9]+[.][0-9]+[.][0-9]+[.]"));
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
    List<SynchronizationJob> jobs = CHROMIUM
        .server()
        .client(tenant)
        .application(application)
        .jobs()
        .list()
        .all()
        .toList();
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
