import { html, type TemplateResult } from 'lit';
import type { Severity } from '../../src/core/finding.ts';

/** A round mark in the colour of a severity; its name is read out, and shown on hover. */
export function dot(severity: Severity): TemplateResult {
  return html`<i class="dot ${severity}" role="img" aria-label=${severity} title=${severity}></i>`;
}
