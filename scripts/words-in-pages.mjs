/** Where a page says something in words of its own instead of taking them from the catalogue (docs/architecture.md, "Words"). */
import ts from 'typescript'

/** Attributes and members whose text is shown or read aloud, whatever it looks like. */
const HEARD = new Set([
  ...['alt', 'aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext'],
  ...['caption', 'description', 'detail', 'heading', 'label', 'message', 'placeholder', 'sentence', 'summary', 'title'],
])
/** Text that a style sheet or a program reads. */
const UNHEARD_ATTRIBUTE = /(?:className|Style|style|^colorScheme|^d|^href|^autoComplete|^points|^transform|^viewBox)$/
const UNHEARD_CALL = /^(?:classNames|cva|clsx|Error|TypeError|URL|RegExp|matchMedia|querySelector(?:All)?|buttonStyle)$/

const LETTER = /\p{L}/u
/** Two words side by side, or one that begins like a label. Names of keys on a keyboard are no labels. */
const READS_LIKE_WORDS = /\p{L}{2,}[,.:;!?]?\s+\p{L}|^\p{Lu}\p{Ll}+[.…]?$/u
const NAME_OF_A_KEY = /^(?:Arrow(?:Up|Down|Left|Right)|Enter|Escape|Tab|Home|End|Page(?:Up|Down)|Delete|Backspace)$/

/**
 * @param {string} fileName
 * @param {string} source
 * @returns {{ line: number, text: string }[]}
 */
export function wordsInPage(fileName, source) {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true)
  const found = []
  const report = (node, text) =>
    found.push({ line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, text: text.trim() })

  function look(node) {
    if (isCode(node)) return
    if (ts.isJsxText(node)) {
      if (LETTER.test(node.text)) report(node, node.text)
      return
    }
    const text = textOf(node)
    if (text !== undefined && isSaid(node, text)) report(node, text)
    ts.forEachChild(node, look)
  }
  look(file)
  return found
}

/** What is typed into a machine is the same in every language. */
function isCode(node) {
  if (ts.isJsxElement(node)) return /^(?:code|kbd)$/.test(node.openingElement.tagName.getText())
  if (ts.isJsxAttribute(node)) return /^(?:code|command)$/.test(node.name.getText())
  return ts.isVariableDeclaration(node) && /(?:_EXAMPLE|Commands|Snippet)$/.test(node.name.getText())
}

/** What is fixed in a literal; undefined when it is none. */
function textOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
  return undefined
}

function isSaid(node, text) {
  if (!LETTER.test(text) || isClassList(text)) return false
  const { parent, value } = placeOf(node)
  if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) return true
  const attribute = ts.isJsxExpression(parent) ? parent.parent : parent
  if (ts.isJsxAttribute(attribute)) {
    const name = attribute.name.getText()
    return HEARD.has(name) || (!UNHEARD_ATTRIBUTE.test(name) && readsLikeWords(text))
  }
  if (ts.isPropertyAssignment(parent)) {
    if (parent.initializer !== value) return false
    if (UNHEARD_ATTRIBUTE.test(parent.name.getText())) return false
    if (HEARD.has(parent.name.getText().replaceAll("'", ''))) return true
  }
  return readsLikeWords(text) && !isForPrograms(node)
}

const readsLikeWords = (text) => READS_LIKE_WORDS.test(text) && !NAME_OF_A_KEY.test(text)

/** "max-md:block pr-8": nothing capital, and most of it joined by hyphens and colons. */
const isClassList = (text) => {
  const parts = text.trim().split(/\s+/)
  return (
    parts.length > 1 &&
    parts.every((part) => /^[a-z[&*-][\w\-:[\]/.()%&>*#,]*$/.test(part)) &&
    parts.filter((part) => /[-:[]/.test(part)).length * 2 > parts.length
  )
}

/** Where a literal's value goes, past choices between several: `busy ? 'Saving' : 'Save'`. */
function placeOf(node) {
  let value = node
  while (
    ts.isParenthesizedExpression(value.parent) ||
    (ts.isConditionalExpression(value.parent) && value.parent.condition !== value) ||
    (ts.isBinaryExpression(value.parent) && isChoice(value.parent.operatorToken.kind))
  )
    value = value.parent
  return { parent: value.parent, value }
}

const isChoice = (kind) =>
  [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(kind)

/** Imports, types, comparisons, styles, and what only a developer reads: the message of a defect. */
function isForPrograms(node) {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at
    if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent) || ts.isExpressionStatement(parent)) {
      return at === node || ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)
    }
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at)
      return UNHEARD_CALL.test(nameOf(parent.expression))
    if (ts.isVariableDeclaration(parent) && /[sS]tyles?$/.test(parent.name.getText())) return true
    if (ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText())) return true
    if (ts.isJsxAttribute(parent)) return UNHEARD_ATTRIBUTE.test(parent.name.getText())
    if (ts.isBlock(parent) || ts.isJsxElement(parent)) return false
  }
  return false
}

const nameOf = (expression) => (ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText())
