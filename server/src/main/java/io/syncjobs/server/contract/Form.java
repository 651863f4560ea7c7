package io.syncjobs.server.contract;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values that a schema certainly allows, compiled by {@link QuickCheck}. Any kind of value that isn't set is denied. */
final class Form {

  /** Allows every value. */
  static final Form ANY = any();

  /** Allows no value, so that the validator decides. */
  static final Form NONE = new Form();

  boolean nullable;
  boolean truth;

  /** Null if numbers are denied, and so on. */
  @Nullable
  Numbers numbers;

  @Nullable
  Texts texts;

  @Nullable
  Items items;

  @Nullable
  Members members;

  /** Numbers within limits. */
  record Numbers(boolean whole, double least, double most) {

    boolean allow(double number) {
      return number >= least && number <= most;
    }
  }

  /** Lists within a length. */
  record Items(Form item, int least, int most) {

    boolean allow(int size) {
      return size >= least && size <= most;
    }
  }

  /**
   * Member of an object.
   *
   * @param bit of the set of required members; 0 for a member that may be absent
   */
  record Member(Form form, long bit) {}

  /**
   * Members of objects.
   *
   * @param required set of the members that have to be there
   * @param other form of the members that aren't declared
   */
  record Members(Map<String, Member> declared, long required, Member other) {

    Member named(String name) {
      Member member = declared.get(name);
      return member == null ? other : member;
    }
  }

  private static Form any() {
    Form form = new Form();
    form.allowAll();
    return form;
  }

  void allowAll() {
    nullable = true;
    truth = true;
    numbers = new Numbers(false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    texts = Texts.ANY;
    items = new Items(this, 0, Integer.MAX_VALUE);
    members = new Members(Map.of(), 0, new Member(this, 0));
  }

  boolean allowsWhole(double number) {
    return numbers != null && numbers.allow(number);
  }

  boolean allowsFraction(double number) {
    return numbers != null && !numbers.whole() && numbers.allow(number);
  }

  boolean allowsText(String text) {
    return texts != null && texts.allow(text);
  }

  /** True if a value is certainly allowed. */
  boolean allows(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> nullable;
      case BOOLEAN -> truth;
      case NUMBER ->
        value.isIntegralNumber() ? allowsWhole(value.asDouble()) : allowsFraction(value.asDouble());
      case STRING -> allowsText(value.stringValue());
      case ARRAY -> items != null && allowsItems(items, value);
      case OBJECT -> members != null && allowsMembers(members, value);
      case BINARY, MISSING, POJO -> false;
    };
  }

  private static boolean allowsItems(Items items, JsonNode list) {
    if (!items.allow(list.size())) {
      return false;
    }
    for (JsonNode each : list) {
      if (!items.item().allows(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowsMembers(Members members, JsonNode object) {
    long seen = 0;
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Member member = members.named(entry.getKey());
      if (!member.form().allows(entry.getValue())) {
        return false;
      }
      seen |= member.bit();
    }
    return seen == members.required();
  }
}
