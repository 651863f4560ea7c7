package io.syncjobs.server.connector.scim;

import java.util.List;

/** An object type of a SCIM service, with the attributes that the service describes. */
public record DiscoveredObject(String name, List<Attribute> attributes) {

  public DiscoveredObject {
    attributes = List.copyOf(attributes);
  }

  /**
   * An attribute.
   *
   * @param name flat name, as attribute mappings write it
   * @param type as the contract's {@code attributeType}
   * @param mutability as the contract's {@code mutability}
   * @param references names of the object types that it refers to; empty unless its type is {@code Reference}
   */
  public record Attribute(
      String name,
      String type,
      String mutability,
      boolean multivalued,
      boolean required,
      boolean caseExact,
      List<String> references) {

    public Attribute {
      references = List.copyOf(references);
    }
  }
}
