package io.syncjobs.server.web.docs;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.syncjobs.server.support.TestServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server and a browser, which all test classes with this extension share. */
final class Chromium implements BeforeAllCallback {

  /** Busy machines need much longer than Playwright's 5 seconds. */
  private static final double LIMIT_MILLIS = 30_000;

  private static final class Running implements AutoCloseable {
    final TestServer server =
        TestServer.start("--syncjobs.engine.enabled=true", "--db-scheduler.polling-interval=100ms");
    final Playwright playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    final Browser browser = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(executable())
            .setArgs(List.of("--no-sandbox")));

    @Override
    public void close() {
      playwright.close();
      server.close();
    }
  }

  private @Nullable Running running;

  @Override
  public void beforeAll(ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    running = context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Chromium.class))
        .computeIfAbsent(Running.class, key -> new Running(), Running.class);
  }

  TestServer server() {
    return running().server;
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }

  /**
   * Opens a page of the server.
   *
   * @param complaints gets warnings and errors of the page, and requests to other servers
   */
  Page open(String path, List<String> complaints) {
    Page page = blank(complaints);
    page.navigate(server().origin() + path);
    return page;
  }

  /** Opens an empty page. */
  Page blank(List<String> complaints) {
    Page page = running().browser.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onRequest(request -> {
      if (!request.url().startsWith(server().origin()) && !request.url().startsWith("data:")) {
        complaints.add("Calls " + request.url());
      }
    });
    return page;
  }

  private static Path executable() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(
                "The browser's tests need Chromium, as 'chromium' on the PATH. Install it, or leave out the profile consumers."));
  }
}
