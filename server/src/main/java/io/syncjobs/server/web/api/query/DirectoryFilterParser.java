package io.syncjobs.server.web.api.query;

import io.syncjobs.server.audit.AuditFilter.Operator;
import io.syncjobs.server.connector.directory.DirectoryFilter;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import java.util.List;
import java.util.Set;

/** Parses {@code $filter} of the lists of users and groups: {@code eq} and {@code startsWith}, {@code and}, {@code or} and parentheses. Immutable. */
public final class DirectoryFilterParser {

  /** Parser for the list of users. */
  public static final DirectoryFilterParser USERS = new DirectoryFilterParser(
      "id, userPrincipalName, mail, displayName, externalId, employeeId, mailNickname, givenName, surname, jobTitle, department");

  /** Parser for the list of groups. */
  public static final DirectoryFilterParser GROUPS =
      new DirectoryFilterParser("id, displayName, mail, mailNickname, externalId");

  private final Set<String> members;
  private final String supported;

  private DirectoryFilterParser(String members) {
    this.members = Set.of(members.split(", ", -1));
    supported = "Supported: eq and startsWith() on "
        + members
        + ", each with a string in single quotes, and, or, parentheses.";
  }

  /**
   * Parses a filter.
   *
   * @throws Refusal if it is malformed or not supported
   */
  public DirectoryFilter parse(String text) {
    return read(FilterParser.parse(text, supported));
  }

  private DirectoryFilter read(FilterTree tree) {
    if (tree instanceof FilterTree.And and) {
      return new DirectoryFilter.And(read(and.operands()));
    }
    if (tree instanceof FilterTree.Or or) {
      return new DirectoryFilter.Or(read(or.operands()));
    }
    if (tree instanceof FilterTree.Not not) {
      throw refuse("has 'not' at character %d, which isn't supported".formatted(not.position()));
    }
    FilterTree.Test test = (FilterTree.Test) tree;
    FilterTree.Operand member = test.member();
    if (!members.contains(member.text())) {
      throw refuse("has %s at character %d, which is no member to filter by"
          .formatted(Quoted.of(member.text()), member.position()));
    }
    boolean start = test.operator() == Operator.STARTS_WITH;
    if ((!start && test.operator() != Operator.EQ)
        || member.folded()
        || test.value().folded()) {
      throw refuse("compares %s at character %d by something other than eq or startsWith()"
          .formatted(member.text(), member.position()));
    }
    if (!test.value().quoted()) {
      throw refuse("has %s at character %d, where a string in single quotes is expected"
          .formatted(Quoted.of(test.value().text()), test.value().position()));
    }
    return new DirectoryFilter.Test(
        member.text().equals("id") ? "objectId" : member.text(),
        start,
        test.value().text());
  }

  private List<DirectoryFilter> read(List<FilterTree> trees) {
    return trees.stream().map(this::read).toList();
  }

  private Refusal refuse(String why) {
    return FilterParser.refuse(why, supported);
  }
}
