package io.syncjobs.server.job.template;

import java.util.List;

/** Something was to be made from a template that doesn't exist. */
public final class UnknownTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> templateIds;

  UnknownTemplateException(String templateId, List<String> templateIds) {
    super("There is no template '"
        + templateId
        + "'. Use one of those in details; case is significant.");
    this.templateIds = List.copyOf(templateIds);
  }

  /** The templates that exist. */
  public List<String> templateIds() {
    return templateIds;
  }
}
