package io.syncjobs.server.web.api.error;

import io.syncjobs.server.web.address.RequestIds;
import io.syncjobs.server.web.api.generated.model.OdataError;
import io.syncjobs.server.web.overload.UnreadBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests that Tomcat refuses before any filter, for which it would send a page of HTML. Encoded slashes and backslashes pass Tomcat;
 * Spring Security's firewall refuses them.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class TomcatErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private final ErrorAnswers answers;
  private final JsonMapper json;

  TomcatErrors(ErrorAnswers answers, JsonMapper json) {
    this.answers = answers;
    this.json = json;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector -> {
      connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
      connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    });
    factory.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new Report()));
  }

  private final class Report extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
      if (response.getStatus() < 400
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      ResponseEntity<OdataError> answer = answers.ofStatus(response.getStatus(), request);
      response.setStatus(answer.getStatusCode().value());
      RequestIds.of(request).writeTo(response);
      try {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response
            .getOutputStream()
            .write(json.writeValueAsString(answer.getBody()).getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        UnreadBody.drain(request);
        response.finishResponse();
      } catch (IOException | IllegalStateException e) {
        container.getLogger().debug("The caller closed the connection", e);
      }
    }
  }
}
