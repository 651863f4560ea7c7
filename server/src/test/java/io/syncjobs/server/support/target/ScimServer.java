package io.syncjobs.server.support.target;

/** Starts a SCIM service for manual trials of jobs; it runs until interrupted. */
final class ScimServer {

  private ScimServer() {}

  /** Starts the service on the port in the first argument. */
  public static void main(String[] arguments) throws InterruptedException {
    try (ScimService service = ScimService.SCIMPLE.start(Integer.parseInt(arguments[0]))) {
      System.out.printf(
          "A SCIM service for trying is at %s, with the token %s%n",
          service.baseAddress(), service.token());
      Thread.currentThread().join();
    }
  }
}
