package io.syncjobs.server.web.development.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.web.development.target.ScimAnswer.ScimException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** HTTP side of the SCIM services of all tenants. */
public final class ScimServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final int MAX_BYTES = 10 << 20;
  private static final Pattern PATH = Pattern.compile("/([0-9a-fA-F-]{36})/scim/v2(/.*)?");

  private final transient SandboxTargets targets;
  private final transient Discovery discovery;
  private final transient JsonMapper json;

  public ScimServlet(SandboxTargets targets, JsonMapper json) {
    this.targets = targets;
    this.json = json;
    discovery = new Discovery(json);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Matcher path = PATH.matcher(Objects.requireNonNullElse(request.getPathInfo(), ""));
    if (!path.matches()) {
      write(
          response,
          ScimAnswer.error(
              404,
              null,
              "SCIM services are at /sandbox/{tenant}/scim/v2, operations of the sandbox at /v1.0/sandbox, such as /v1.0/sandbox/seedDirectory."));
      return;
    }
    String tenant = path.group(1).toLowerCase(Locale.ROOT);
    byte[] token = ("Bearer " + targets.token(tenant)).getBytes(UTF_8);
    String sent = Objects.requireNonNullElse(request.getHeader("Authorization"), "");
    if (!MessageDigest.isEqual(token, sent.getBytes(UTF_8))) {
      write(response, ScimAnswer.error(401, null, "The token isn't the one of this service."));
      return;
    }
    handle(tenant, Objects.requireNonNullElse(path.group(2), "/"), request, response);
  }

  private void handle(
      String tenant, String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SandboxTarget target = targets.of(tenant);
    String method = request.getMethod();
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES);
    String query = request.getQueryString();
    String called = query == null ? path : path + "?" + query;
    Optional<Fault> ordered = target.fault(method, called);
    Fault fault = ordered.orElse(null);
    if (fault != null && fault.delayMillis() > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fault.delayMillis()));
    }
    ScimAnswer answer = fault != null && fault.replacesAnswer()
        ? ScimAnswer.error(
            Objects.requireNonNullElse(fault.status(), 200), null, "A test has ordered this fault.")
        : answer(target, path, request, body, targets.baseAddress(tenant));
    boolean cut = fault != null && fault.cut();
    target.record(method, called, new String(body, UTF_8), cut ? 0 : answer.status());
    if (cut) {
      cut(response);
    }
    if (fault != null && fault.retryAfter() != null) {
      response.setHeader("Retry-After", String.valueOf(fault.retryAfter()));
    }
    if (fault != null && fault.body() != null) {
      write(response, answer.status(), fault.body().getBytes(UTF_8));
    } else {
      write(response, answer);
    }
  }

  private ScimAnswer answer(
      SandboxTarget target, String path, HttpServletRequest request, byte[] body, String base) {
    try {
      List<String> parts =
          Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
      Optional<ScimAnswer> known = discovery.answer(request.getMethod(), parts);
      if (known.isPresent()) {
        return known.get();
      }
      ScimQuery query = ScimQuery.of(
          request.getParameter("filter"),
          request.getParameter("startIndex"),
          request.getParameter("count"),
          request.getParameter("attributes"),
          request.getParameter("excludedAttributes"));
      return target.handle(request.getMethod(), parts, query, object(body), base);
    } catch (ScimException e) {
      return e.answer();
    }
  }

  private @Nullable ObjectNode object(byte[] body) {
    try {
      JsonNode read = body.length == 0 ? null : json.readTree(body);
      return read instanceof ObjectNode object ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private void write(HttpServletResponse response, ScimAnswer answer) throws IOException {
    write(
        response,
        answer.status(),
        answer.body() == null ? new byte[0] : json.writeValueAsBytes(answer.body()));
  }

  private static void write(HttpServletResponse response, int status, byte[] body)
      throws IOException {
    response.setStatus(status);
    if (body.length > 0) {
      response.setContentType("application/scim+json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  /** Begins an answer that promises more than it has, so that the server has to close the connection. */
  private static void cut(HttpServletResponse response) throws IOException {
    ServletResponse own = response;
    // The wrappers of filters hold the beginning of an answer back.
    while (own instanceof ServletResponseWrapper wrapper) {
      own = wrapper.getResponse();
    }
    own.setContentLength(1000);
    own.getOutputStream().write('{');
    own.flushBuffer();
    // Tomcat closes the connection, and logs no error.
    throw new CloseNowException();
  }
}
