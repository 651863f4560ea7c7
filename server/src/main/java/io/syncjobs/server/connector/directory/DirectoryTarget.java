package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Writes a tenant's directory. */
record DirectoryTarget(String tenantId, DirectoryReader reader, DirectoryWriter writer)
    implements Target {

  @Override
  public List<Entry> find(String type, String attribute, String value) {
    if (attribute.equals(DirectoryAttributes.ID)) {
      return read(type, value).stream().toList();
    }
    return DirectoryAttributes.lookupValue(attribute, StringNode.valueOf(value))
        .map(lookup -> List.<Entry>copyOf(reader.findByValue(tenantId, type, attribute, lookup)))
        .orElse(List.of());
  }

  @Override
  public Optional<Entry> read(String type, String id) {
    return reader.find(tenantId, type, id).filter(entry -> !entry.gone()).map(entry -> entry);
  }

  @Override
  public String create(String type, Map<String, JsonNode> values) {
    return writer.create(tenantId, type, values);
  }

  @Override
  public void update(String type, String id, Map<String, JsonNode> values) {
    writer.update(tenantId, type, id, values);
  }

  @Override
  public Removed changeReferences(
      String type,
      String id,
      String attribute,
      Collection<String> add,
      Collection<String> remove,
      Supplier<Whole> whole) {
    writer.changeReferences(tenantId, type, id, attribute, add, remove);
    return Removed.ALL;
  }

  @Override
  public boolean delete(String type, String id) {
    return writer.delete(tenantId, type, id);
  }

  @Override
  public <T> T write(WriteCheck check, Supplier<T> write) {
    return writer.write(check::checkNow, write);
  }

  @Override
  public void close() {
    // Holds no resources.
  }
}
