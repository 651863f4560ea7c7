package io.syncjobs.contract.review;

/**
 * One difference between two contracts.
 *
 * @param place where it is: an operation, and what of it; or a schema
 * @param impact whom it hurts
 * @param what what is different
 * @param advice what those have to do whom it hurts
 */
record Difference(String place, Impact impact, String what, String advice) {}
