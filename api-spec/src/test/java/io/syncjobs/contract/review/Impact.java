package io.syncjobs.contract.review;

/** Those for whom a difference is a break, the worst first. */
enum Impact {
  /** Programs that send requests and read answers, and that generate clients. */
  CALLERS("Breaking for callers"),
  /** Programs that implement the generated interface: they no longer compile, or have to send or accept more than before. */
  IMPLEMENTERS("Breaking for implementers"),
  /** A break for nobody. */
  COMPATIBLE("Compatible");

  private final String title;

  Impact(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
