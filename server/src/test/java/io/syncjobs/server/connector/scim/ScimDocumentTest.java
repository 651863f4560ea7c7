package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The names that schemas give to attributes lead to the right places of a resource, to read and to write. */
class ScimDocumentTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final JsonNode USER = JSON.readTree("""
      {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "2819c223",
        "userName": "bjensen@example.com",
        "active": true,
        "logins": 7,
        "nickName": null,
        "name": {"givenName": "Barbara", "familyName": "Jensen"},
        "Emails": [
          {"value": "home@example.com", "type": "home"},
          {"value": "Work@example.com", "Type": "Work", "primary": true}
        ],
        "addresses": [{"type": "work", "streetAddress": "1 Main St", "locality": "Rome"}],
        "phoneNumbers": [],
        "roles": [{"value": "admin", "primary": "True"}, {"value": "reader"}],
        "members": [{"value": "a", "$ref": "../Users/a"}, {"value": "b"}],
        "tags": ["x", "y"],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
          "department": "Tours",
          "manager": {"value": "26118915", "displayName": "John"}
        },
        "urn:example:params:2.0:User": {"badge": {"colour": "red"}, "lists": [{"type": "a]b:c", "value": 1}]}
      }
      """);

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      userName                                                                        | "bjensen@example.com"
      USERNAME                                                                        | "bjensen@example.com"
      urn:ietf:params:scim:schemas:core:2.0:User:userName                             | "bjensen@example.com"
      id                                                                              | "2819c223"
      active                                                                          | true
      logins                                                                          | 7
      name.givenName                                                                  | "Barbara"
      Name.GivenName                                                                  | "Barbara"
      name                                                                            | {"givenName": "Barbara", "familyName": "Jensen"}
      emails[type eq "work"].value                                                    | "Work@example.com"
      emails[TYPE EQ "WORK"].VALUE                                                    | "Work@example.com"
      emails[type eq "work"]                                                          | "Work@example.com"
      emails[primary eq true].value                                                   | "Work@example.com"
      emails[primary eq "True"].value                                                 | "Work@example.com"
      emails[type eq "work" and primary eq true].value                                | "Work@example.com"
      emails                                                                          | ["home@example.com", "Work@example.com"]
      emails.type                                                                     | ["home", "Work"]
      addresses[type eq "work"].streetAddress                                         | "1 Main St"
      addresses                                                                       | [{"type": "work", "streetAddress": "1 Main St", "locality": "Rome"}]
      roles                                                                           | ["admin", "reader"]
      roles[primary eq "True"].value                                                  | "admin"
      members                                                                         | ["a", "b"]
      members[value eq "b"].value                                                     | "b"
      tags                                                                            | ["x", "y"]
      urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department           | "Tours"
      URN:IETF:params:scim:schemas:extension:enterprise:2.0:user:Department           | "Tours"
      urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager              | "26118915"
      urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value        | "26118915"
      urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName  | "John"
      urn:example:params:2.0:User:badge                                               | {"colour": "red"}
      urn:example:params:2.0:User:badge.colour                                        | "red"
      urn:example:params:2.0:User:lists[type eq "a]b:c"].value                        | 1
      """)
  void readsWhatANameLeadsTo(String attribute, String value) {
    assertThat(ScimDocument.value(USER, attribute)).isEqualTo(JSON.readTree(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title",
        "nickName",
        "name.middleName",
        "name.givenName.first",
        "userName.value",
        "emails[type eq \"other\"].value",
        "emails[type eq \"work\"].display",
        "emails[type eq \"work\" and primary eq false].value",
        "emails[type eq \"work\" and",
        "emails[type eq \"work\" and ].value",
        "emails[type sw \"work\"].value",
        "emails[].value",
        "phoneNumbers",
        "department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division",
        "urn:none:User:x",
        "urn:",
        "",
        "."
      })
  void readsNothingWhereNothingIs(String attribute) {
    assertThat(ScimDocument.value(USER, attribute).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      userName                                | "b"              | {"userName": "b"}
      active                                  | "False"          | {"active": false}
      active                                  | true             | {"active": true}
      displayName                             | "True"           | {"displayName": "True"}
      name.givenName                          | "B"              | {"name": {"givenName": "B"}}
      emails[type eq "work"].value            | "b@x"            | {"emails": [{"type": "work", "value": "b@x"}]}
      emails[type eq "work"].primary          | "True"           | {"emails": [{"type": "work", "primary": true}]}
      emails[type eq "work"]                  | "b@x"            | {"emails": [{"type": "work", "value": "b@x"}]}
      roles[primary eq "True"].value          | "r"              | {"roles": [{"primary": true, "value": "r"}]}
      addresses[type eq "work"].locality      | "Rome"           | {"addresses": [{"type": "work", "locality": "Rome"}]}
      emails                                  | "b@x"            | {"emails": [{"value": "b@x"}]}
      roles                                   | ["r", "s"]       | {"roles": [{"value": "r"}, {"value": "s"}]}
      roles                                   | [{"value": "r"}] | {"roles": [{"value": "r"}]}
      members                                 | ["a"]            | {"members": [{"value": "a"}]}
      schedules                               | ["a"]            | {"schedules": ["a"]}
      urn:ietf:params:scim:schemas:core:2.0:User:title | "T"     | {"title": "T"}
      urn:x:2.0:User:badge                    | 7                | {"schemas": ["urn:x:2.0:User"], "urn:x:2.0:User": {"badge": 7}}
      urn:x:2.0:User:manager                  | "42"             | {"schemas": ["urn:x:2.0:User"], "urn:x:2.0:User": {"manager": {"value": "42"}}}
      urn:x:2.0:User:manager.value            | "42"             | {"schemas": ["urn:x:2.0:User"], "urn:x:2.0:User": {"manager": {"value": "42"}}}
      """)
  void writesWhatTheValueNeeds(String attribute, String value, String resource) {
    ObjectNode written = JSON.createObjectNode();
    ScimDocument.set(written, attribute, JSON.readTree(value));
    assertThat(written).isEqualTo(JSON.readTree(resource));
    ScimDocument.set(written, attribute, JSON.readTree(value));
    assertThat(written).as("written twice").isEqualTo(JSON.readTree(resource));
  }

  @Test
  void writesSeveralPartsOfOneElement() {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    values.put("addresses[type eq \"work\"].locality", JSON.readTree("\"Rome\""));
    values.put("addresses[type eq \"home\"].locality", JSON.readTree("\"Ostia\""));
    values.put("addresses[Type eq \"Work\"].country", JSON.readTree("\"IT\""));
    values.put("urn:x:User:a", JSON.readTree("1"));
    values.put("URN:X:user:b", JSON.readTree("2"));
    values.put("title", NullNode.getInstance());
    assertThat(ScimDocument.create("User", values)).isEqualTo(JSON.readTree("""
        {
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:x:User"],
          "addresses": [{"type": "work", "locality": "Rome", "country": "IT"}, {"type": "home", "locality": "Ostia"}],
          "urn:x:User": {"a": 1, "b": 2}
        }
        """));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      a                      | {"A": 1, "b": 2}                                        | {"b": 2}
      name.a                 | {"name": {"a": 1, "b": 2}}                              | {"name": {"b": 2}}
      name.a                 | {"name": {"a": 1}}                                      | {}
      x[type eq "a"].value   | {"x": [{"type": "a", "value": 1}, {"type": "b"}]}       | {"x": [{"type": "b"}]}
      x[type eq "a"].value   | {"x": [{"type": "a", "value": 1, "display": "d"}]}      | {"x": [{"type": "a", "display": "d"}]}
      x[type eq "a"].value   | {"x": [{"type": "a", "value": 1}]}                      | {}
      x[type eq "a"]         | {"x": [{"type": "a", "value": 1, "display": "d"}]}      | {}
      urn:x:User:manager     | {"urn:x:User": {"manager": {"value": 1}, "b": 2}}       | {"urn:x:User": {"b": 2}}
      urn:x:User:manager     | {"a": 1}                                                | {"a": 1}
      """)
  void takesValuesAway(String attribute, String before, String after) {
    ObjectNode resource = (ObjectNode) JSON.readTree(before);
    ScimDocument.set(resource, attribute, NullNode.getInstance());
    assertThat(resource).isEqualTo(JSON.readTree(after));
    assertThat(ScimDocument.value(resource, attribute).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "emails[type sw \"w\"].value", "emails[", "a[b eq \"c\"]d"})
  void refusesToWriteToNamesThatItCannotRead(String attribute) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScimDocument.set(JSON.createObjectNode(), attribute, JSON.readTree("1")))
        .withMessageContaining(attribute);
  }
}
