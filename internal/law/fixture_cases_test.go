package law_test

// smallCases is repair, objection and templates in little.
const smallCases = `templates:
  - code: pledge
    title: {zh: 承诺书, en: Pledge}
    use: commitment
    fields:
      - {name: subject, label: {zh: 主体, en: Subject}, kind: text}
      - {name: signer, label: {zh: 签署人, en: Signed by}, kind: text}
      - {name: records, label: {zh: 记录, en: Records}, kind: rows}
      - {name: wish, label: {zh: 愿望, en: Wish}, kind: text, may: true}
    blocks:
      - kind: paragraph
        text: {zh: "{subject}承诺：", en: "{subject} promises:"}
      - kind: table
        rows: records
        heads: [{zh: 文号, en: Number}]
      - kind: clause
        id: truth
        text: {zh: 材料真实。, en: The papers are true.}
      - kind: clause
        id: public
        text: {zh: 同意公示。, en: It may be published.}
      - kind: facts
        facts:
          - {label: {zh: 愿望, en: Wish}, text: {zh: "{wish}", en: "{wish}"}}
      - kind: signature
        facts:
          - {label: {zh: 签署人, en: Signed by}, text: {zh: "{signer}", en: "{signer}"}}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: assumed
  - code: answer
    title: {zh: 答复书, en: Answer}
    use: decision
    fields:
      - {name: basis, label: {zh: 依据, en: Basis}, kind: text}
    blocks:
      - kind: paragraph
        text: {zh: "编号{number}，依据{basis}。", en: "No. {number}, under {basis}."}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: assumed
  - code: receipt
    title: {zh: 回执, en: Receipt}
    use: receipt
    fields:
      - {name: due, label: {zh: 期限, en: Due}, kind: date}
    blocks:
      - kind: paragraph
        text: {zh: "至{due}办结。", en: "Done by {due}."}
    from: 2020-01-01
    until: 2023-12-31
    basis: [{instrument: old-rules}]
    standing: assumed
  - code: receipt
    title: {zh: 回执, en: Receipt}
    use: receipt
    fields:
      - {name: due, label: {zh: 期限, en: Due}, kind: date}
    blocks:
      - kind: paragraph
        text: {zh: "至{due}答复。", en: "Answered by {due}."}
    from: 2024-01-01
    basis: [{instrument: new-rules}]
    standing: assumed
repair_methods:
  - code: commitment
    name: {zh: 承诺, en: Commitment}
    text: {zh: 签署, en: Sign}
    proof: {zh: 签名, en: The signature}
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
repair_rules:
  - code: penalty.repair
    name: {zh: 处罚修复, en: Repair}
    item: penalty
    opens: minimum
    conditions:
      - {code: minimum, kind: minimum, text: {zh: 期满, en: The period}, basis: [{instrument: island-reg}], standing: text}
    methods:
      - method: commitment
        must: true
        basis: [{instrument: island-reg}]
        standing: text
    papers:
      - code: proof
        name: {zh: 证明, en: Proof}
        fetch: true
        basis: [{instrument: island-reg}]
      - code: commitment
        name: {zh: 承诺书, en: Pledge}
        basis: [{instrument: island-reg}]
    decides: author
    commitment: pledge
    decide: publish
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
  - code: penalty.serious
    name: {zh: 严重处罚, en: Serious}
    item: penalty
    severity: [serious]
    opens: never
    bar: {zh: 期满自止, en: It ends by itself}
    from: 2024-01-01
    basis: [{instrument: new-rules}]
    standing: text
outcomes:
  - code: mend
    name: {zh: 更正, en: Mend}
    text: {zh: 更正, en: Mended}
    upholds: true
    template: answer
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
grounds:
  - code: wrong
    name: {zh: 有误, en: Wrong}
    text: {zh: 有误, en: Wrong}
    evidence: {zh: 凭证, en: Receipts}
    about: [record]
    outcomes: [mend]
    from: 2020-01-01
    basis: [{instrument: island-reg}]
    standing: text
freeze_rules:
  - code: wrong
    name: {zh: 有误, en: Wrong}
    about: record
    grounds: [wrong]
    use: freeze
    from: 2024-01-01
    basis: [{instrument: new-rules}]
    standing: assumed
`
