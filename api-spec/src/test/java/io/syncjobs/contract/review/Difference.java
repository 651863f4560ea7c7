package io.syncjobs.contract.review;

/**
 * Difference between two contracts.
 *
 * @param place an operation or a part of it, or a schema
 * @param impact those for whom it is a break
 * @param what description of the difference
 * @param advice what those whom it affects have to do
 */
record Difference(String place, Impact impact, String what, String advice) {}
