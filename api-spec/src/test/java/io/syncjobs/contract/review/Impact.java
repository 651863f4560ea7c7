package io.syncjobs.contract.review;

/** Whom a difference hurts, the worst first. */
enum Impact {
  /** Programs that send requests and read answers, and that generate clients. */
  CALLERS("Breaking for callers"),
  /** Programs that implement the generated interface: they don't compile any more, or have to send or accept what they didn't. */
  IMPLEMENTERS("Breaking for implementers"),
  /** Nobody. */
  COMPATIBLE("Compatible");

  private final String title;

  Impact(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
