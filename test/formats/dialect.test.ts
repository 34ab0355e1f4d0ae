import assert from 'node:assert/strict';
import test from 'node:test';
import { detectDialect, looksLikeHeader, type Dialect } from '../../src/formats/dialect.ts';

function check(title: string, text: string, expected: Partial<Dialect>, favoured = ','): void {
  test(title, () => {
    const found = detectDialect(text, {}, favoured);
    assert.deepEqual(found, { delimiter: ',', quote: '"', preamble: 0, header: true, ...expected });
  });
}

check('commas inside quotes do not count', 'a;b\n"1,2";3\n"4,5";6\n', { delimiter: ';' });
check('tabs win over commas in the text', 'id\ttext\n1\ta, b, c\n2\td\n3\te, f\n', { delimiter: '\t' });
check('decimal commas do not make columns', 'a;b\n1,5;2,5\n3,5;4,5\n', { delimiter: ';' });
check('a single column has no delimiter', 'text\nHello, you\nBye\nOne, two, three\n', { delimiter: '' });
check('a header alone is split by its commas', 'id,text,label\n', {});
check('a file under the name of TSV may hold commas', 'id,text\n1,a\n2,b\n', {}, '\t');
check('the favoured delimiter wins a tie', 'a,b\tc,d\n1,2\t3,4\n', { delimiter: '\t' }, '\t');
check('uneven rows keep the delimiter of their header', 'a,b,c\n1\n2,3\n4,5,6\n7,8,9,10\n', {});
check('apostrophes quote when they wrap fields', "a,b\n'x, y',1\n'z',2\n", { quote: "'" });
check('apostrophes inside of words do not quote', "a,b\nit's,1\n'tis so,2\nthe dogs',3\n", {});
check('a rare delimiter counts when every record agrees', 'a^b\n1^2\n3^4\n', { delimiter: '^' });
check('a rare delimiter in some of the text does not', 'text\na^b\nc\nd\n', { delimiter: '' });
check('titles before the header are told apart', 'Sales 2024\n\nid,text,label\n1,a,x\n2,b,y\n', { preamble: 1 });
check('a first row of too few fields is no title where rows are narrow', 'text\nHello, world\nGood, bye\n', { delimiter: '' });
check('times and addresses are not split at colons', 'at\n12:30\n13:45\n', { delimiter: '' });

test('what is given is taken', () => {
  assert.deepEqual(detectDialect('a,b\n1,2\n', { delimiter: ';', quote: "'", header: false }, ','), { delimiter: ';', quote: "'", preamble: 0, header: false });
});

test('a first row of numbers above numbers is data, unless they are in sequence', () => {
  assert.equal(looksLikeHeader([['1.5', 'x'], ['2.5', 'y']]), false);
  assert.equal(looksLikeHeader([['id', 'x'], ['2', 'y']]), true);
  assert.equal(looksLikeHeader([['0', '1', '2'], ['5', '6', '7'], ['8', '1', '4']]), true);
  assert.equal(looksLikeHeader([['2024-01-05', 'x'], ['2024-01-06', 'y']]), false);
  assert.equal(looksLikeHeader([['name', 'city'], ['Ann', 'Paris']]), true);
  assert.equal(looksLikeHeader([['1', '2']]), true);
});
