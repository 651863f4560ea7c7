package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.scim.PatchForms.Whole;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Changes of a resource, which are sent in one form after the other if the service refuses them and doesn't say clearly that this is for another reason, and
 * at last as a part of the whole resource.
 *
 * @param forms what the service is known to take
 * @param operations the changes
 * @param shown whether the service shows the values that are changed
 * @param mayLook whether other forms may be tried
 * @param deniesPatch whether the service describes itself as one that doesn't take PATCH
 * @param patch sends the body of a request
 * @param replacement the resource as a whole
 */
record ScimChange(
    PatchForms forms,
    List<PatchOperation> operations,
    boolean shown,
    BooleanSupplier mayLook,
    BooleanSupplier deniesPatch,
    Function<JsonNode, ScimResponse> patch,
    Replacement replacement) {

  /** Sends the changes and returns the response that counts: the successful one, or the one that says most of why they are refused. */
  ScimResponse send() {
    List<PatchOperation> usual = forms.usual(operations);
    ScimResponse first = patch(usual);
    if (!first.isError()) {
      forms.understood(operations);
    }
    if (!PatchForms.mayConcernForm(first, operations, shown)) {
      return first;
    }
    Whole known = forms.whole(operations);
    if (known != null) {
      return whole(known, true).orElse(first);
    }
    boolean unsupported = PatchForms.isUnsupported(first) || first.isMissing();
    // With the whole, values of others that the service hides can be lost. If the reason is
    // unclear,
    // only the end of access is worth that.
    boolean worthWhole = unsupported
        || PatchForms.saysForm(first)
        || PatchForms.namesMethod(first)
        || PatchForm.withdraw(operations)
        || deniesPatch.getAsBoolean();
    if (!worthWhole && forms.understands(operations)) {
      return first;
    }
    if (!mayLook.getAsBoolean()) {
      return unsupported ? whole(Whole.RESOURCE, true).orElse(first) : first;
    }
    // That a resource is missing has nothing to do with the form unless it is there.
    if (first.isMissing() && !replacement.isThere()) {
      return first;
    }
    Set<List<PatchOperation>> sent = new HashSet<>(Set.of(usual));
    Optional<ScimResponse> other = otherForm(sent, false);
    return other.isEmpty() && (worthWhole || forms.takesOnlyWhole())
        ? anythingElse(first, unsupported, sent)
        : other.orElse(first);
  }

  private ScimResponse anythingElse(
      ScimResponse first, boolean unsupported, Set<List<PatchOperation>> sent) {
    Optional<ScimResponse> refused = Optional.empty();
    for (Whole each : Whole.values()) {
      Optional<ScimResponse> response = whole(each, unsupported);
      boolean taken = response.filter(answer -> !answer.isError()).isPresent();
      // One that doesn't take PATCH, and PUT but not this one, takes another one that way.
      if (taken || (unsupported && each == Whole.RESOURCE && response.isPresent())) {
        forms.tookWhole(operations, each);
      }
      if (taken) {
        return response.get();
      }
      refused = refused.or(() -> response);
    }
    boolean silent = first.words().isEmpty() && first.scimType().isEmpty();
    ScimResponse counts = unsupported || silent ? refused.orElse(first) : first;
    return shown && !forms.removesAll() ? otherForm(sent, true).orElse(counts) : counts;
  }

  /** @param only whether the service takes nothing else */
  private Optional<ScimResponse> whole(Whole what, boolean only) {
    return what == Whole.RESOURCE
        ? replacement.resource(only)
        : replacement.attributes(this::patch);
  }

  /**
   * Sends the changes in the forms that were not sent yet.
   *
   * @param risky whether also in those by which the service could remove more than is to be removed
   * @return the response of the form that was taken; empty if none was
   */
  private Optional<ScimResponse> otherForm(Set<List<PatchOperation>> sent, boolean risky) {
    for (PatchForm form : PatchForm.values()) {
      Optional<List<PatchOperation>> spelt = form.spell(operations);
      if (spelt.isPresent() && (risky || forms.allows(form, operations)) && sent.add(spelt.get())) {
        ScimResponse response = patch(spelt.get());
        if (!response.isError()) {
          forms.took(form, operations);
          forms.understood(operations);
          return Optional.of(response);
        }
      }
    }
    return Optional.empty();
  }

  private ScimResponse patch(List<PatchOperation> some) {
    return patch.apply(PatchOperation.message(some));
  }
}
