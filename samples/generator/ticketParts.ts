/**
 * The sentences that tickets are made of. In braces: {p} the product, {n} an order number, {d} days, {a} an amount,
 * {w} a weekday, and words that agree with the product: {it} {is} {was} {does}.
 */
export interface CategoryParts {
  readonly openers: readonly string[];
  readonly contexts: readonly string[];
  readonly requests: readonly string[];
}

export const categories = ['billing', 'delivery', 'login', 'refund', 'returns', 'other'] as const;
export type Category = (typeof categories)[number];

export const parts: Readonly<Record<Category, CategoryParts>> = {
  billing: {
    openers: [
      'I was charged twice for the {p} in order {n}', 'My card was billed {a} although the {p} cost less in the basket', 'The invoice for order {n} shows the wrong company name',
      'There is a second payment of {a} on my statement that I do not recognise', 'The discount code was accepted at checkout but is missing on the invoice for order {n}',
      'I paid for order {n} by bank transfer {d} days ago, yet it is still marked as unpaid', 'You took {a} from my account before the {p} {was} even packed',
      'The tax on my invoice for the {p} does not add up', 'My payment for the {p} was declined three times, but the money has left my account',
      'I need an invoice for order {n} that is made out to my employer', 'The subscription fee went up to {a} without a word', 'Your receipt lists two {p} items, and I only bought one set',
      'Why am I billed for gift wrapping on order {n} when I never asked for it?', 'The instalment plan for the {p} charged me on the wrong day again',
    ],
    contexts: [
      'My bank says both payments went through', 'The confirmation mail shows the right amount', 'I have the statement here and can send a picture', 'It says "payment pending" on your side, and nothing else',
      'I have checked the sum three times now', 'This has happened with two orders already', 'The accounting department will not accept it like this', 'The price on the page was clearly lower', 'I paid with the same card as always',
    ],
    requests: [
      'Please correct the invoice', 'Could you check what went wrong?', 'Please explain the difference', 'Can someone from accounting look at this?', 'I would like a corrected bill, please', 'Please cancel the second charge', 'Which amount is the right one?', 'Please send me a proper receipt',
    ],
  },
  delivery: {
    openers: [
      'My {p} should have arrived {d} days ago and there is no sign of {it}', 'The parcel with order {n} has been stuck at the depot since {w}', 'The courier left the {p} outside in the rain',
      'Tracking for order {n} has not moved for {d} days', 'Your driver marked the {p} as delivered, but nobody rang the bell', 'Half of order {n} is missing from the box',
      'The box arrived open and the {p} {was} scratched', 'I gave a new address on {w}, yet the parcel still went to the old one', 'When will the {p} be shipped?',
      'I waited at home all {w} and nobody came with the {p}', 'Order {n} was sent to a pickup point twenty kilometres away', 'The carrier claims that my street does not exist',
      'The {p} I ordered for a birthday {is} now {d} days late', 'Somebody else got my parcel and I got theirs, order {n}', 'Express shipping for the {p} took longer than the normal one would have',
    ],
    contexts: [
      'The tracking page just says "in transit"', 'The carrier sends me back to you', 'My neighbours have not seen it either', 'I paid extra for express', 'The delivery window was from eight to twelve', 'There was no card in the letterbox',
      'Nobody answers the phone at the depot', 'It was meant as a present', 'The label shows the right address, so I do not understand it',
    ],
    requests: [
      'Where is my parcel?', 'Please ask the carrier what happened', 'Can you send a new one?', 'Please tell me a real delivery date', 'Could it go to my office instead?', 'Please start a search for it', 'What should I do now?', 'Let me know when it will come, please',
    ],
  },
  login: {
    openers: [
      'I cannot sign in since {w}', 'The password reset mail never arrives', 'My account is locked after one wrong attempt', 'The app logs me out every few minutes', 'The code from the text message is always rejected',
      'I changed my phone and now the second factor does not work', 'Your page says that my mail address is unknown, although I ordered the {p} with it last month', 'The login page keeps loading and never opens',
      'I am asked for a verification code that I never get', 'Signing in works on the phone, but not on my laptop', 'My old password still works and the new one does not', 'The reset link says "expired" as soon as I open it',
      'Since the update of {d} days ago I cannot get into my account', 'I see the account of another customer after signing in',
    ],
    contexts: [
      'I tried two browsers and cleared the cookies', 'The spam folder is empty as well', 'It worked until last week', 'My colleague has the same problem', 'I need the account to see where order {n} is', 'The error says "something went wrong", which is no help',
      'I have used this account for six years', 'Neither the app nor the site lets me in', 'I waited an hour between the attempts',
    ],
    requests: [
      'Please unlock my account', 'How do I get back in?', 'Can you reset it by hand?', 'Please send the link again', 'Could you remove the old phone number?', 'What am I doing wrong?', 'Please help me sign in', 'Can you confirm that the account still exists?',
    ],
  },
  refund: {
    openers: [
      'I am still waiting for the {a} you promised me for the {p}', 'My refund for order {n} was approved {d} days ago, but no money came', 'Only part of the price of the {p} was paid back',
      'You refunded order {n} to a card that I have closed', 'I cancelled the {p} within an hour and want my money back', 'The shop credit for the {p} is lower than what I paid',
      'The refund of {a} shows up in your system, yet not at my bank', 'I was told on {w} that the money for the {p} was on its way', 'Shipping was not included in the refund for order {n}',
      'You sent me a voucher instead of the {a} I paid', 'The {p} {was} out of stock, so order {n} was cancelled, but nobody paid me back', 'How long does it take until I see the {a} on my account?',
      'My refund went to the wrong bank account', 'The price of the {p} dropped a day later and you promised the difference',
    ],
    contexts: [
      'Your colleague said five working days', 'I have the mail in which it was approved', 'My bank sees nothing coming in', 'A voucher is of no use to me', 'The card number on file is out of date', 'It has been {d} days by now', 'I have asked twice already, each time with a new ticket number',
      'The terms clearly say that the full amount is paid back', 'The status says "refunded", but it is not',
    ],
    requests: [
      'Please pay out the rest', 'When will I get my money?', 'Please send it to my new account', 'Can you look into it?', 'I would prefer a bank transfer', 'Please refund the full amount', 'Could you give me the transfer reference?', 'Please settle this before the end of the month',
    ],
  },
  returns: {
    openers: [
      'I would like to send the {p} back because {it} {does} not fit', 'How do I get a return label for order {n}?', 'The {p} {is} the wrong colour and I want to exchange {it}', 'My return parcel for order {n} reached you {d} days ago, but the status is unchanged',
      'The return portal does not accept order {n}', 'I want to swap the {p} for a larger size', 'The {p} stopped working after {d} days and I want to return {it}', 'The pickup for my return on {w} never happened',
      'Can I bring the {p} back to a shop instead of posting {it}?', 'The return label in the box is for another customer', 'I opened the packaging of the {p}; can I still send {it} back?', 'You rejected my return although the {p} {was} never used',
      'The deadline for sending back order {n} is today and the site is down', 'A part of the {p} is missing, so I am returning everything',
    ],
    contexts: [
      'The tags are still on', 'It is unused and in the original box', 'The printer refuses to print the label', 'I have the drop-off receipt from the post office', 'The form wants a "reason code" that I do not have', 'I ordered two sizes to compare', 'The thirty days are not over yet',
      'The zip was broken from the start', 'It looked different in the pictures',
    ],
    requests: [
      'Please send me a label', 'Please extend the deadline', 'Can the courier collect it?', 'What is the return address?', 'Could I have the same one in blue?', 'Please confirm that it arrived', 'Do I have to pay for the postage?', 'Please arrange an exchange',
    ],
  },
  other: {
    openers: [
      'Do you plan to sell the {p} in green as well?', 'Is the {p} covered by the two-year warranty?', 'Your newsletter keeps coming although I unsubscribed {d} days ago', 'I would like to work in your warehouse', 'Are there spare parts for the {p}?',
      'The opening hours of the shop on your page are wrong', 'Which size of the {p} would you recommend?', 'Thank you for the quick help with order {n}', 'How do I clean the {p} without damaging {it}?', 'Can I buy the {p} as a company and pay later?',
      'Please delete the photo that I sent with order {n}', 'The manual for the {p} is missing page nine', 'Is there a student discount on the {p}?',
    ],
    contexts: [
      'I could not find it in the questions and answers', 'A friend has one and is very happy', 'The shop assistant was not sure', 'It would be for a school', 'Your chat was closed on {w}', 'The page for it shows "no results"', 'I have been a customer for years', 'It is not urgent',
    ],
    requests: ['A short answer is enough', 'Who can tell me more?', 'Thanks for looking into it', 'Please pass this on', 'I look forward to your answer', 'Please let me know', 'Where can I read about it?'],
  },
};

export const greetings = ['Hello', 'Hi', 'Good morning', 'Dear support team', 'Good evening', 'Hi there', 'To whom it may concern', 'Hello everyone'] as const;
export const closings = [
  'Thanks',
  'Thank you',
  'Kind regards',
  'Best wishes',
  'Many thanks in advance',
  'Regards',
  'I am quite annoyed',
  'I hope for a quick answer',
  'This is the second time I write',
] as const;
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export interface Product {
  readonly name: string;
  readonly words: string;
  readonly plural: boolean;
  /** Lowest and highest value of an order with it. */
  readonly price: readonly [number, number];
}

export const products: readonly Product[] = [
  { name: 'desk-lamp', words: 'desk lamp', plural: false, price: [28, 95] },
  { name: 'coffee-grinder', words: 'coffee grinder', plural: false, price: [45, 160] },
  { name: 'headphones', words: 'headphones', plural: true, price: [39, 190] },
  { name: 'rain-jacket', words: 'rain jacket', plural: false, price: [60, 185] },
  { name: 'running-shoes', words: 'running shoes', plural: true, price: [55, 170] },
  { name: 'backpack', words: 'backpack', plural: false, price: [35, 140] },
];
