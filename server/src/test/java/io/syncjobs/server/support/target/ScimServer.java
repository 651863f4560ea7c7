package io.syncjobs.server.support.target;

/** A SCIM service to try jobs with by hand, until it is interrupted. */
final class ScimServer {

  private ScimServer() {}

  /** Starts it on the port that is given. */
  public static void main(String[] arguments) throws InterruptedException {
    try (ScimService service = ScimService.SCIMPLE.start(Integer.parseInt(arguments[0]))) {
      System.out.printf(
          "A SCIM service for trying is at %s, with the token %s%n",
          service.baseAddress(), service.token());
      Thread.currentThread().join();
    }
  }
}
