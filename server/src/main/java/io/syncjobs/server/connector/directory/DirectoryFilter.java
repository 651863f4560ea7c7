package io.syncjobs.server.connector.directory;

import java.util.List;

/** Selects users or groups. Texts are compared as the directory compares them: without regard to case, unless the attribute is case-sensitive. */
public sealed interface DirectoryFilter {

  /** Selects all entries. */
  DirectoryFilter ALL = new And(List.of());

  /**
   * Compares an attribute with a text.
   *
   * @param attribute name as in schemas
   * @param start whether the text is only the beginning of the value
   */
  record Test(String attribute, boolean start, String text) implements DirectoryFilter {}

  /** True if all operands are true, or if there are none. */
  record And(List<DirectoryFilter> operands) implements DirectoryFilter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** True if any operand is true; there are at least two. */
  record Or(List<DirectoryFilter> operands) implements DirectoryFilter {
    public Or {
      operands = List.copyOf(operands);
    }
  }
}
