/** The catalogue of templates from which jobs are created. */
@NullMarked
package io.syncjobs.server.job.template;

import org.jspecify.annotations.NullMarked;
