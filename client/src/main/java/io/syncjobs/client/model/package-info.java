/** Bodies of requests and answers, generated from the contract and named as there. */
@NullMarked
package io.syncjobs.client.model;

import org.jspecify.annotations.NullMarked;
