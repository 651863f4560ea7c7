package io.syncjobs.server.comparison;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Baseline of a Java server: a servlet that parses requests and returns the same answers as SyncJobs, without any checks. */
public final class BareServer {

  private BareServer() {}

  /** Takes the folder of the prepared answers as its argument. */
  public static void main(String[] arguments) throws Exception {
    Path answers = Path.of(arguments[0]);
    JsonMapper json = JsonMapper.shared();
    JsonNode job = json.readTree(Files.readString(answers.resolve("job.json")));
    JsonNode list = json.readTree(Files.readString(answers.resolve("list.json")));
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("bare").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("maxKeepAliveRequests", "-1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "bare", new HttpServlet() {
      private static final long serialVersionUID = 1L;

      @Override
      protected void doPost(HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        json.readTree(request.getInputStream());
        answer(response, 201, job);
      }

      @Override
      protected void doGet(HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        answer(response, 200, request.getPathInfo().endsWith("/jobs") ? list : job);
      }

      private void answer(HttpServletResponse response, int status, JsonNode body)
          throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        byte[] bytes = json.writeValueAsBytes(body);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
      }
    });
    context.addServletMappingDecoded("/*", "bare");
    tomcat.start();
    System.out.println("Tomcat started on port " + connector.getLocalPort() + " (bare)");
    tomcat.getServer().await();
  }
}
