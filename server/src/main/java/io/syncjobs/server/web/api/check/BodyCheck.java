package io.syncjobs.server.web.api.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.contract.RequestBody;
import io.syncjobs.server.contract.Violation;
import io.syncjobs.server.web.address.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Checks a request body against the contract before it is mapped to a Java object. */
@RestControllerAdvice
class BodyCheck extends RequestBodyAdviceAdapter {

  private static final int MAX_DETAILS = 20;
  private static final int MAX_PATH = 500;

  private final HttpServletRequest current;

  BodyCheck(HttpServletRequest current) {
    this.current = current;
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return Call.find(current).map(call -> call.operation().body() != null).orElse(false);
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    RequestBody contract = contract();
    refuseCodings(message.getHeaders());
    byte[] bytes = message.getBody().readNBytes(contract.maxBytes() + 1);
    if (bytes.length > contract.maxBytes()) {
      throw new Refusal(
          ErrorCode.REQUEST_TOO_LARGE,
          null,
          "The body is longer than %d bytes. Send a shorter one.".formatted(contract.maxBytes()));
    }
    RequestBody.Checked body = contract.check(contract.read(bytes));
    if (!body.violations().isEmpty()) {
      throw refuse(body.violations());
    }
    return new CheckedBody(message.getHeaders(), body.json());
  }

  @Override
  public @Nullable Object handleEmptyBody(
      @Nullable Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    if (contract().required()) {
      throw RequestBody.missing();
    }
    return body;
  }

  private RequestBody contract() {
    RequestBody body = Call.of(current).operation().body();
    if (body == null) {
      throw new IllegalStateException("The operation takes no body");
    }
    return body;
  }

  private static void refuseCodings(HttpHeaders headers) {
    List<String> codings = headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING);
    if (!codings.isEmpty() && !codings.equals(List.of("identity"))) {
      throw new Refusal(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          HttpHeaders.CONTENT_ENCODING,
          "The body has the content coding %s. Send it without one."
              .formatted(Quoted.of(String.join(", ", codings))));
    }
    MediaType type = headers.getContentType();
    Charset charset = type == null ? null : type.getCharset();
    if (charset != null && !charset.equals(UTF_8)) {
      throw new Refusal(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          HttpHeaders.CONTENT_TYPE,
          "The body must be in UTF-8, not " + charset + ".");
    }
  }

  private static Refusal refuse(List<Violation> violations) {
    Violation first = violations.get(0);
    List<Refusal.Detail> others = violations.stream()
        .skip(1)
        .limit(MAX_DETAILS)
        .map(violation -> new Refusal.Detail(code(violation), violation.path(), message(violation)))
        .toList();
    return new Refusal(
        code(first), first.path().isEmpty() ? null : first.path(), message(first), others);
  }

  private static ErrorCode code(Violation violation) {
    return switch (violation.kind()) {
      case MISSING -> ErrorCode.MISSING_MEMBER;
      case UNKNOWN -> ErrorCode.UNKNOWN_MEMBER;
      case INVALID -> ErrorCode.INVALID_MEMBER;
    };
  }

  private static String message(Violation violation) {
    String member = violation.path().isEmpty()
        ? "The body"
        : "The member '" + Quoted.cut(violation.path(), MAX_PATH) + "'";
    return switch (violation.kind()) {
      case MISSING -> member + " is required. Add it to the body.";
      case UNKNOWN -> member + " isn't part of this contract. Remove it or correct its name.";
      case INVALID -> member + " " + violation.message();
    };
  }
}
