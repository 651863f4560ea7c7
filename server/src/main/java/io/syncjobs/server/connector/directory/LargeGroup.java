package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Entry;
import tools.jackson.databind.JsonNode;

/** A group whose members are read each time that they are asked for: those of a whole page of groups may be more than fits into memory. */
record LargeGroup(String tenantId, DirectoryEntry withoutMembers, DirectoryReads reads)
    implements Entry {

  @Override
  public String type() {
    return withoutMembers.type();
  }

  @Override
  public String id() {
    return withoutMembers.id();
  }

  @Override
  public JsonNode value(String attribute) {
    return attribute.equals(Attributes.MEMBERS)
        ? withoutMembers.with(reads.references(tenantId, id())).value(attribute)
        : withoutMembers.value(attribute);
  }
}
