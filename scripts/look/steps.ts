import { setTimeout as sleep } from 'node:timers/promises';
import type { Workbench } from '../lab/workbench.ts';

/**
 * Performs steps on the visible debugger. Steps are separated by `;`, and each is `verb:argument`:
 *   press:F8             presses a key, or a chord such as Control+C
 *   type:text            types a text
 *   click:SELECTOR       also dblclick:, hover:, focus:
 *   at:SELECTOR,x,y      clicks at x, y pixels from the element's top left corner; hoverat: moves the pointer there
 *   wheel:dx,dy          turns the wheel at the pointer
 *   command:ID           runs a VS Code command
 *   wait:300             waits for some milliseconds
 *   settle:              waits until the verdict is painted
 * @throws if a step fails; the message names the step
 */
export async function act(workbench: Workbench, steps: string): Promise<void> {
  for (const step of steps.split(';').map((text) => text.trim())) {
    if (step === '') continue;
    const colon = step.indexOf(':');
    const verb = colon < 0 ? step : step.slice(0, colon);
    try {
      await perform(workbench, verb, step.slice(verb.length + 1));
    } catch (error) {
      throw new Error(`--do: the step ${step} failed`, { cause: error });
    }
  }
}

async function perform(workbench: Workbench, verb: string, argument: string): Promise<unknown> {
  const { page, driver } = workbench;
  const frame = await workbench.frame();
  const element = frame.locator(argument).first();
  const timeout = 5000;
  switch (verb) {
    case 'press': {
      await page.keyboard.press(argument);
      return;
    }
    case 'type': {
      await page.keyboard.type(argument);
      return;
    }
    case 'click': {
      await element.click({ timeout });
      return;
    }
    case 'dblclick': {
      await element.dblclick({ timeout });
      return;
    }
    case 'hover': {
      await element.hover({ timeout });
      return;
    }
    case 'focus': {
      await element.focus({ timeout });
      return;
    }
    case 'at':
    case 'hoverat': {
      const [, selector = '', x, y] = /^(.*),(-?[\d.]+),(-?[\d.]+)$/.exec(argument) ?? [];
      const target = frame.locator(selector).first();
      const options = { position: { x: Number(x), y: Number(y) }, timeout };
      await (verb === 'at' ? target.click(options) : target.hover(options));
      return;
    }
    case 'wheel': {
      const [dx = 0, dy = 0] = argument.split(',').map(Number);
      await page.mouse.wheel(dx, dy);
      return;
    }
    case 'command':
      return await driver.run(argument);
    case 'wait': {
      await sleep(Number(argument));
      return;
    }
    case 'settle':
      return await workbench.settled();
    default:
      throw new Error(`there is no step ${verb}`);
  }
}
