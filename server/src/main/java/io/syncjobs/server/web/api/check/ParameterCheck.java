package io.syncjobs.server.web.api.check;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.contract.Parameter;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.contract.Storable;
import io.syncjobs.server.contract.Violation;
import io.syncjobs.server.web.address.Call;
import io.syncjobs.server.web.api.generated.JobsApi;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Checks path, query and headers of a request against the contract before the delegate reads them. */
@Configuration(proxyBeanMethods = false)
class ParameterCheck implements WebMvcConfigurer, HandlerInterceptor {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpRequestMethodNotSupportedException, HttpMediaTypeNotAcceptableException {
    if (handler instanceof HandlerMethod found
        && found.getBeanType().getPackageName().equals(JobsApi.class.getPackageName())) {
      check(callOf(found, request), request);
    }
    return true;
  }

  /**
   * Returns the call of a request. Spring finds another handler if the method or the media type doesn't match: for {@code jobs/$count} it takes
   * {@code $count} for the id of a job.
   */
  private static Call callOf(HandlerMethod found, HttpServletRequest request)
      throws HttpRequestMethodNotSupportedException, HttpMediaTypeNotAcceptableException {
    Call call = Call.find(request)
        .orElseThrow(() ->
            new HttpRequestMethodNotSupportedException(request.getMethod(), Call.methods(request)));
    Operation operation = call.operation();
    if (!found.getMethod().getName().equals(operation.implementation())) {
      throw new HttpMediaTypeNotAcceptableException(
          List.of(MediaType.parseMediaType(operation.answerType())));
    }
    return call;
  }

  private static void check(Call call, HttpServletRequest request) {
    Operation operation = call.operation();
    refuseUnknownOptions(operation, request.getParameterMap());
    for (Parameter parameter : operation.parameters()) {
      List<String> values = values(parameter, call, request);
      if (values.size() > 1) {
        throw new Refusal(
            ErrorCode.INVALID_PARAMETER,
            parameter.name(),
            name(parameter) + " occurs " + values.size() + " times. Send it once.");
      }
      if (values.isEmpty() && parameter.required()) {
        throw new Refusal(
            ErrorCode.MISSING_PARAMETER,
            parameter.name(),
            name(parameter) + " is required. Add it.");
      }
      for (String value : values) {
        if (!Storable.is(value)) {
          throw new Refusal(
              ErrorCode.INVALID_PARAMETER,
              parameter.name(),
              name(parameter)
                  + " has the character NUL or half of a surrogate pair in %s. Leave it out."
                      .formatted(Quoted.of(value)));
        }
        for (Violation violation : parameter.violations(value)) {
          throw new Refusal(
              ErrorCode.INVALID_PARAMETER,
              parameter.name(),
              name(parameter) + " " + violation.message());
        }
      }
    }
  }

  private static void refuseUnknownOptions(Operation operation, Map<String, String[]> sent) {
    List<String> supported = operation.queryOptions();
    for (String name : sent.keySet()) {
      if (!supported.contains(name)) {
        throw new Refusal(
            ErrorCode.UNSUPPORTED_QUERY_OPTION,
            name,
            "The query option %s isn't supported here. %s"
                .formatted(
                    Quoted.of(name),
                    supported.isEmpty()
                        ? "This operation has none."
                        : "Use some of " + String.join(", ", supported) + "."));
      }
    }
  }

  private static String name(Parameter parameter) {
    String kind = switch (parameter.in()) {
      case PATH -> "The path parameter ";
      case QUERY -> "The query option ";
      case HEADER -> "The header ";
    };
    return kind + parameter.name();
  }

  private static List<String> values(Parameter parameter, Call call, HttpServletRequest request) {
    return switch (parameter.in()) {
      case PATH -> List.of(call.pathParameters().getOrDefault(parameter.name(), ""));
      case QUERY -> {
        String[] values = request.getParameterValues(parameter.name());
        yield values == null ? List.of() : List.of(values);
      }
      case HEADER -> Collections.list(request.getHeaders(parameter.name()));
    };
  }
}
