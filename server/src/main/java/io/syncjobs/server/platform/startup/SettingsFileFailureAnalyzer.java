package io.syncjobs.server.platform.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.YAMLException;

/** Reports a file of settings that can't be parsed. Boot doesn't know its name. */
class SettingsFileFailureAnalyzer extends AbstractFailureAnalyzer<YAMLException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, YAMLException cause) {
    return new FailureAnalysis(
        "A file of settings isn't valid YAML: " + cause.getMessage(),
        "Correct application.yaml in the working directory or in its folder config, or the file that spring.config.location or spring.config.additional-location names.",
        cause);
  }
}
