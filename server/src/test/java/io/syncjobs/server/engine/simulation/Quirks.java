package io.syncjobs.server.engine.simulation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Random;

/**
 * Ways of a target that differ from the standard's picture, and how often it fails.
 *
 * @param members how much of the members a group shows
 * @param hidesManager whether the manager is never returned
 * @param hidesTitle whether the title is never returned
 * @param hidesRoles whether roles and entitlements are never returned
 * @param foldsCase whether names are returned in lower case
 * @param lag time until reads show a write
 * @param unique how an equal name is refused
 * @param storesTwice whether a member that is added again is stored again
 * @param refusesAbsent whether the removal of an absent value, and the deletion of an absent resource, is an error
 * @param upperIds whether searches, and references to other resources, show ids in upper case
 * @param numericIds whether ids are numbers, and references to other resources are shown as such
 * @param textBooleans whether booleans are returned as texts
 * @param shiftingPages whether a page has one resource at most, and a list begins with another one each time
 * @param keepsReferences whether references to a resource stay when that is deleted
 * @param faultRate share of requests that fail
 * @param killRate share of steps at which the node is killed
 * @param interruptRate share of requests during which a caller changes something
 */
@RecordBuilder
record Quirks(
    Shown members,
    boolean hidesManager,
    boolean hidesTitle,
    boolean hidesRoles,
    boolean foldsCase,
    Duration lag,
    Uniqueness unique,
    boolean storesTwice,
    boolean refusesAbsent,
    boolean upperIds,
    boolean numericIds,
    boolean textBooleans,
    boolean shiftingPages,
    boolean keepsReferences,
    double faultRate,
    double killRate,
    double interruptRate) {

  /** How much of an attribute is returned. */
  enum Shown {
    ALL,
    PART,
    NONE
  }

  /** Answers to a name that another resource has. */
  enum Uniqueness {
    WITH_SCIM_TYPE,
    WITHOUT_SCIM_TYPE,
    NONE
  }

  /** A target without quirks or faults. */
  static final Quirks NONE = new Quirks(
      Shown.ALL,
      false,
      false,
      false,
      false,
      Duration.ZERO,
      Uniqueness.WITH_SCIM_TYPE,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      0,
      0,
      0);

  private QuirksBuilder withoutFaults() {
    return QuirksBuilder.builder(this).faultRate(0).killRate(0).interruptRate(0);
  }

  /** Shows only some members and no manager, or nothing of what gives access. */
  Quirks showing(Shown some) {
    return withoutFaults()
        .members(some)
        .hidesManager(true)
        .hidesTitle(some == Shown.NONE || hidesTitle)
        .hidesRoles(some == Shown.NONE || hidesRoles)
        .build();
  }

  /** Reads show writes only after a time. */
  Quirks late(Duration time) {
    return withoutFaults().lag(time).build();
  }

  /** Shows ids that refer to other resources in upper case, also after searches. */
  Quirks withUpperIds() {
    return withoutFaults().upperIds(true).numericIds(false).build();
  }

  /** Stores a member that is added again a second time. */
  Quirks storingTwice() {
    return withoutFaults().storesTwice(true).build();
  }

  /** Refuses to remove a value that is not there. */
  Quirks refusingAbsent() {
    return withoutFaults().refusesAbsent(true).build();
  }

  /** Shows names and titles in lower case. */
  Quirks foldingCase() {
    return withoutFaults().foldsCase(true).build();
  }

  /** Keeps references to a resource that is deleted. */
  Quirks keepingReferences() {
    return withoutFaults().keepsReferences(true).build();
  }

  /** Returns one resource in a page, and begins with another one each time. */
  Quirks withShiftingPages() {
    return withoutFaults().shiftingPages(true).build();
  }

  /** True if references are shown as they were written. */
  boolean showsReferences() {
    return members == Shown.ALL && !upperIds;
  }

  /** Draws the quirks of a run. */
  static Quirks draw(Random random) {
    Shown members =
        random.nextInt(3) > 0 ? Shown.ALL : random.nextBoolean() ? Shown.PART : Shown.NONE;
    Uniqueness unique = Uniqueness.values()[random.nextInt(3)];
    // Nobody could find out in time that a lost answer stands for a resource that was made.
    boolean lags = unique != Uniqueness.NONE && random.nextInt(4) == 0;
    return new Quirks(
        members,
        random.nextInt(4) == 0,
        random.nextInt(4) == 0,
        random.nextInt(3) == 0,
        random.nextInt(3) == 0,
        lags ? lag(random) : Duration.ZERO,
        unique,
        random.nextInt(3) == 0,
        random.nextInt(3) == 0,
        random.nextInt(4) == 0,
        random.nextInt(4) == 0,
        random.nextInt(4) == 0,
        random.nextInt(4) == 0,
        random.nextInt(3) == 0,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.25,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.04,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1);
  }

  /** A lag that ends within a cycle, or only after several of them. */
  private static Duration lag(Random random) {
    return random.nextBoolean()
        ? Duration.ofSeconds(random.nextInt(90))
        : Duration.ofMinutes(random.nextInt(35));
  }
}
