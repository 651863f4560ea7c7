/** The catalogue of templates that jobs are made from. */
@NullMarked
package io.syncjobs.server.job.template;

import org.jspecify.annotations.NullMarked;
