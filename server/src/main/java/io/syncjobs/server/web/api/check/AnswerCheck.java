package io.syncjobs.server.web.api.check;

import io.syncjobs.server.contract.AnswerBody;
import io.syncjobs.server.contract.AnswerForms;
import io.syncjobs.server.contract.BrokenContractException;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.web.address.Call;
import io.syncjobs.server.web.security.ConfiguredIssuer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.MethodParameter;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/** Holds each answer against the contract before it leaves, so that a fault of the server shows where it arises and not in a client. */
@RestControllerAdvice
@EnableConfigurationProperties(AnswerProperties.class)
class AnswerCheck implements ResponseBodyAdvice<Object> {

  private final @Nullable AnswerForms forms;
  private final JsonMapper json;

  AnswerCheck(
      AnswerProperties properties, Environment environment, Contract contract, JsonMapper json) {
    this.json = json;
    boolean wanted = Objects.requireNonNullElseGet(
        properties.checkAnswers(), () -> !ConfiguredIssuer.isIn(environment));
    forms = wanted ? new AnswerForms(contract) : null;
  }

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return forms != null;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType selected,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    HttpServletRequest called = ((ServletServerHttpRequest) request).getServletRequest();
    Optional<Call> call = Call.find(called);
    if (call.isEmpty() || forms == null) {
      return body;
    }
    Operation operation = call.get().operation();
    @Nullable AnswerBody checked = body == null ? null : new AnswerBody(body, json);
    HttpServletResponse answer = ((ServletServerHttpResponse) response).getServletResponse();
    List<String> violations = forms.violations(
        operation,
        answer.getStatus(),
        name -> header(name, response.getHeaders(), answer),
        type(selected),
        checked);
    if (!violations.isEmpty()) {
      // Spring sets it before the body, and the error that follows has none.
      answer.setHeader(HttpHeaders.ETAG, null);
      throw new BrokenContractException(operation, answer.getStatus(), violations);
    }
    // What the check has written leaves, so that no body is serialized twice.
    return CheckedBodyConverter.class.isAssignableFrom(converter) ? checked : body;
  }

  /** Media type whose schema the body has: a report is written from the answer in JSON. */
  private static String type(MediaType selected) {
    return selected.isCompatibleWith(MediaType.TEXT_MARKDOWN)
        ? MediaType.APPLICATION_JSON_VALUE
        : selected.getType() + "/" + selected.getSubtype();
  }

  /** Value of a header that Spring is about to set, or that a filter has set. */
  private static @Nullable String header(
      String name, HttpHeaders headers, HttpServletResponse answer) {
    String value = headers.getFirst(name);
    return value == null ? answer.getHeader(name) : value;
  }
}
