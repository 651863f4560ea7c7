package io.syncjobs.server.contract;

import io.syncjobs.server.contract.Form.Items;
import io.syncjobs.server.contract.Form.Member;
import io.syncjobs.server.contract.Form.Members;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Compares a value with a form while it is written, at less cost than building a tree of it. Tells only that it isn't sure, not why. */
final class FormGenerator extends JsonGeneratorDelegate {

  /** An object or a list that is being written. */
  private static final class Level {

    /** Null for the outermost one, a list of the one value that is written. */
    final @Nullable Level outer;

    final @Nullable Items items;
    final @Nullable Members members;

    /** Form of the next value. */
    Form next;

    /** Set of the required members so far. */
    long seen;

    int values;

    Level(@Nullable Level outer, @Nullable Items items, @Nullable Members members) {
      this.outer = outer;
      this.items = items;
      this.members = members;
      next = items == null ? Form.NONE : items.item();
    }
  }

  private Level level;
  private boolean follows = true;

  FormGenerator(JsonGenerator delegate, Form form) {
    super(delegate, false);
    level = new Level(null, new Items(form, 1, 1), null);
  }

  /** True if one value was written, and the form certainly allows it. */
  boolean follows() {
    return follows && level.outer == null && level.values == 1;
  }

  /** Form of a value that is written. */
  private Form next() {
    level.values++;
    return level.next;
  }

  @Override
  public JsonGenerator writeStartObject() {
    super.writeStartObject();
    startObject();
    return this;
  }

  @Override
  public JsonGenerator writeStartObject(@Nullable Object value) {
    super.writeStartObject(value);
    startObject();
    return this;
  }

  @Override
  public JsonGenerator writeStartObject(@Nullable Object value, int size) {
    super.writeStartObject(value, size);
    startObject();
    return this;
  }

  private void startObject() {
    Members members = next().members;
    if (members == null) {
      follows = false;
    }
    level = new Level(level, null, members);
  }

  @Override
  public JsonGenerator writeName(String name) {
    super.writeName(name);
    name(name);
    return this;
  }

  @Override
  public JsonGenerator writeName(SerializableString name) {
    super.writeName(name);
    name(name.getValue());
    return this;
  }

  private void name(String name) {
    if (level.members != null) {
      Member member = level.members.named(name);
      level.seen |= member.bit();
      level.next = member.form();
    }
  }

  @Override
  public JsonGenerator writeEndObject() {
    end(level.members != null && level.members.required() == level.seen);
    super.writeEndObject();
    return this;
  }

  @Override
  public JsonGenerator writeStartArray() {
    super.writeStartArray();
    startArray();
    return this;
  }

  @Override
  public JsonGenerator writeStartArray(@Nullable Object value) {
    super.writeStartArray(value);
    startArray();
    return this;
  }

  @Override
  public JsonGenerator writeStartArray(@Nullable Object value, int size) {
    super.writeStartArray(value, size);
    startArray();
    return this;
  }

  private void startArray() {
    Items items = next().items;
    if (items == null) {
      follows = false;
    }
    level = new Level(level, items, null);
  }

  @Override
  public JsonGenerator writeEndArray() {
    end(level.items != null && level.items.allow(level.values));
    super.writeEndArray();
    return this;
  }

  /** Ends a level. Values that were written by methods which aren't overridden here show as a difference in number. */
  private void end(boolean allowed) {
    follows &= allowed && level.values == streamWriteContext().getEntryCount();
    if (level.outer != null) {
      level = level.outer;
    }
  }

  @Override
  public JsonGenerator writeString(@Nullable String text) {
    super.writeString(text);
    Form form = next();
    follows &= text == null ? form.nullable : form.allowsText(text);
    return this;
  }

  @Override
  public JsonGenerator writeString(SerializableString text) {
    super.writeString(text);
    follows &= next().allowsText(text.getValue());
    return this;
  }

  @Override
  public JsonGenerator writeNumber(short number) {
    super.writeNumber(number);
    follows &= next().allowsWhole(number);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(int number) {
    super.writeNumber(number);
    follows &= next().allowsWhole(number);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(long number) {
    super.writeNumber(number);
    follows &= next().allowsWhole((double) number);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(@Nullable BigInteger number) {
    super.writeNumber(number);
    follows &= number != null && next().allowsWhole(number.doubleValue());
    return this;
  }

  @Override
  public JsonGenerator writeNumber(double number) {
    super.writeNumber(number);
    follows &= next().allowsFraction(number);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(float number) {
    super.writeNumber(number);
    follows &= next().allowsFraction(number);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(@Nullable BigDecimal number) {
    super.writeNumber(number);
    follows &= number != null && next().allowsFraction(number.doubleValue());
    return this;
  }

  @Override
  public JsonGenerator writeBoolean(boolean value) {
    super.writeBoolean(value);
    follows &= next().truth;
    return this;
  }

  @Override
  public JsonGenerator writeNull() {
    super.writeNull();
    follows &= next().nullable;
    return this;
  }
}
