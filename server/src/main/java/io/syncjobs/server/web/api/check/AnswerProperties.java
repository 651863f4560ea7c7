package io.syncjobs.server.web.api.check;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of checks against the contract.
 *
 * @param checkAnswers whether answers are checked; by default only in development mode
 */
@ConfigurationProperties("syncjobs.contract")
record AnswerProperties(@Nullable Boolean checkAnswers) {}
